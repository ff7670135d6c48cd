/* The search: what somebody types is folded like the index (pipelines/publish/site/folded.py), cut into pairs of signs,
   and looked up in the parts that hold them. No library: one that indexes in the browser would need all texts first. */
(function () {
  "use strict";
  var parts = window.hirobaParts, about = null, plain = null;
  var SMALL = "ぁぃぅぇぉっゃゅょゎゕゖ", LARGE = "あいうえおつやゆよわかけ";
  var NAMED = 2.5, CLOSE = 0.5, SURE = 0.999, UNHELD = 0.4;

  function begin() {
    return parts.load("about", "").then(function (value) {
      about = value;
      plain = {};
      var from = Array.from(about.signs[0]), to = Array.from(about.signs[1]);
      from.forEach(function (sign, place) { plain[sign] = to[place]; });
      Array.from(SMALL).forEach(function (sign, place) { plain[sign] = LARGE[place]; });
      from.forEach(function (sign) { var at = SMALL.indexOf(plain[sign]); if (at >= 0) { plain[sign] = LARGE[at]; } });
      return about;
    });
  }

  function fold(text) {
    return Array.from(text.normalize("NFKC").toLowerCase()).map(function (sign) { return plain[sign] || sign; }).join("")
      .replace(/(\p{Script=Han})け(\p{Script=Han})/gu, "$1が$2").replace(/ー/g, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  }

  /* What is typed while kana are still being made ends in a letter of its own: たいs */
  function words(text) { return fold(text.replace(/([ぁ-ヺー一-鿿])[a-zａ-ｚ]{1,2}$/u, "$1")).split(" ").filter(Boolean); }

  function pairsOf(word) {
    var signs = Array.from(word), found = [];
    for (var at = 0; at + 1 < signs.length; at += 1) { found.push(signs[at] + signs[at + 1]); }
    return found.length ? Array.from(new Set(found)) : [signs[0]];
  }

  function partOf(pair) { return pair.codePointAt(0) % about.pair_parts; }

  /* Numbers of activities out of letters: steps in base 26, the last letter of each a capital. */
  function numbers(letters, see) {
    var number = -1, step = 0;
    for (var at = 0; at < letters.length; at += 1) {
      var code = letters.charCodeAt(at);
      if (code >= 97) { step = step * 26 + code - 97; } else { number += step * 26 + code - 65 + 1; step = 0; see(number); }
    }
  }

  function listsOf(pair) {
    var part = parts.held("g", partOf(pair)), own = pair.length === 1 || Array.from(pair).length === 1;
    if (!own) { return part[pair] ? [part[pair]] : []; }
    return Object.keys(part).filter(function (each) { return each.startsWith(pair); }).map(function (each) { return part[each]; });
  }

  function rate(word) {
    var hit = new Float32Array(about.count), named = new Float32Array(about.count), whole = 0;
    pairsOf(word).forEach(function (pair) {
      var seen = new Uint8Array(about.count), held = 0;
      listsOf(pair).forEach(function (entry) {
        var cut = entry.indexOf(" ");
        numbers(entry.slice(0, cut), function (number) { if (!seen[number]) { held += 1; } seen[number] = 2; });
        numbers(entry.slice(cut + 1), function (number) { if (!seen[number]) { held += 1; seen[number] = 1; } });
      });
      /* What nobody holds is likely a slip: it counts less than a rare pair. */
      var weight = held ? Math.log(1 + about.count / held) : UNHELD * Math.log(1 + about.count);
      whole += weight;
      for (var number = 0; number < seen.length; number += 1) {
        if (seen[number]) { hit[number] += weight; if (seen[number] === 2) { named[number] += weight; } }
      }
    });
    return { hit: hit, named: named, whole: whole };
  }

  /* Activities that hold every word, the best first; and those that come close. */
  function find(text) {
    var asked = words(text);
    if (!asked.length) { return Promise.resolve(null); }
    var needed = new Set();
    asked.forEach(function (word) { pairsOf(word).forEach(function (pair) { needed.add(partOf(pair)); }); });
    return Promise.all(Array.from(needed, function (name) { return parts.load("g", name); })).then(function () {
      var rated = asked.map(rate), score = new Float32Array(about.count), sure = [], close = [];
      for (var number = 0; number < about.count; number += 1) {
        var full = 0, some = 0;
        rated.forEach(function (each) {
          var share = each.hit[number] / each.whole;
          if (share >= SURE) { full += 1; }
          if (share >= CLOSE) { some += 1; score[number] += each.whole * share * share + NAMED * each.named[number] * share; }
        });
        if (full === rated.length) { sure.push(number); } else if (some) { close.push(number); }
      }
      function best(one, other) { return score[other] - score[one] || one - other; }
      sure.sort(best);
      close.sort(best);
      return { words: asked, sure: sure, close: close.slice(0, 20), score: score };
    });
  }

  /* Whole words in a name say more than their pairs: the first ones are put in order again once their texts are here. */
  function inOrder(found, first, record) {
    function points(number) {
      var row = record(number), name = fold(row[1]), read = fold(row[2] || ""), place = fold(row[5] || "");
      var sum = 0;
      found.words.forEach(function (word) {
        if (name === word || read === word) { sum += 6; } else if (name.startsWith(word) || read.startsWith(word)) { sum += 4; } else if (name.includes(word) || read.includes(word)) { sum += 3; } else if (place.includes(word)) { sum += 1; }
      });
      return sum - Math.min(name.length, 40) / 100;
    }
    var rank = new Map(first.map(function (number) { return [number, points(number)]; }));
    return first.slice().sort(function (one, other) { return rank.get(other) - rank.get(one) || found.score[other] - found.score[one] || one - other; });
  }

  window.hirobaSearch = { begin: begin, find: find, fold: fold, inOrder: inOrder, about: function () { return about; } };
})();
