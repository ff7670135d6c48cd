/* How found activities are shown: as cards and by days; on the map: map.js. */
(function () {
  "use strict";
  var parts = window.hirobaParts, search = window.hirobaSearch, say = window.hirobaWords.say, root = document.body.dataset.root;
  var FIRST = 20, LOOKED_AT = 40, A_DAY = 20, WEEKDAYS = "日月火水木金土";

  function record(number) {
    var size = search.about().records;
    return parts.held("r", Math.floor(number / size))[number % size];
  }

  function load(numbers) {
    var size = search.about().records, names = new Set(numbers.map(function (number) { return Math.floor(number / size); }));
    return Promise.all(Array.from(names, function (name) { return parts.load("r", name); }));
  }

  function made(tag, name, text) {
    var element = document.createElement(tag);
    if (name) { element.className = name; }
    if (text) { element.textContent = text; }
    return element;
  }

  function address(row) { return root + "a/" + (row[0].split("_")[1].charAt(0) || "_") + "/" + row[0] + ".html"; }

  function kinds(row) {
    var select = document.getElementById("find").kind;
    return row[8].map(function (place) {
      return select.querySelector("option[value=" + search.about().kinds[place] + "]").textContent;
    }).join("、");
  }

  /* The same card as in pipelines/publish/site/cards.py */
  function card(number) {
    var row = record(number), item = made("li", "card"), head = made("h3"), link = made("a", "", row[1]), marks = made("p", "marks");
    link.href = address(row);
    head.append(link);
    item.append(head);
    if (row[4]) { item.append(made("p", "when", row[4])); }
    if (row[3] || row[5]) { item.append(made("p", "where", [row[3], row[5]].filter(Boolean).join(" "))); }
    if (row[6]) { item.append(made("p", "who", "対象: " + row[6])); }
    if (row[8].length) { marks.append(made("span", "kind", kinds(row))); }
    if (row[9]) { marks.append(made("span", "mark", "無料")); }
    if (row[10]) { marks.append(made("span", "mark", "申込み不要")); }
    if (row[7]) { marks.append(made("span", "mark is-off", row[7])); }
    if (marks.childNodes.length) { item.append(marks); }
    return item;
  }

  function list(result, isCurrent) {
    var box = document.getElementById("cards"), next = document.getElementById("next");
    var head = result.sure.slice(0, LOOKED_AT), near = result.close;
    return load(result.text ? head.concat(near) : head.slice(0, FIRST)).then(function () {
      if (!isCurrent()) { return; }
      var order = result.text ? search.inOrder(result.text, head, record).concat(result.sure.slice(LOOKED_AT)) : result.sure, shown = 0;
      function more() {
        var some = order.slice(shown, shown + FIRST);
        return load(some).then(function () {
          if (!isCurrent()) { return; }
          some.forEach(function (number) { box.append(card(number)); });
          shown += some.length;
          next.hidden = shown >= order.length;
        });
      }
      box.textContent = "";
      next.onclick = function () {
        var at = box.children.length;
        more().then(function () { if (box.children[at]) { box.children[at].querySelector("a").focus(); } });
      };
      return more().then(function () {
        if (!near.length || !isCurrent()) { return; }
        if (order.length) { box.append(made("li", "near", say("near", {}))); }
        near.forEach(function (number) { box.append(card(number)); });
        document.dispatchEvent(new Event("hiroba-shown"));
      });
    });
  }

  var first = null;

  function clock(minutes) { return minutes < 0 ? "" : Math.floor(minutes / 60) + ":" + String(minutes % 60).padStart(2, "0"); }

  function named(day) { var moment = new Date(day + "T00:00"); return moment.getMonth() + 1 + "月" + moment.getDate() + "日（" + WEEKDAYS[moment.getDay()] + "）"; }

  function moved(count) {
    var moment = new Date(first + "T00:00");
    return window.hirobaSite.day(new Date(moment.getFullYear(), moment.getMonth(), moment.getDate() + count));
  }

  function days(result, isCurrent) {
    var about = search.about(), today = window.hirobaSite.today(), box = document.getElementById("week");
    if (!first) { first = today >= about.first_day && today <= about.last_day ? today : about.first_day; }
    var week = window.hirobaSite.weekFrom(first), fits = new Set(result.sure);
    return Promise.all(week.map(function (day) { return parts.load("d", day); })).then(function (held) {
      var rows = held.map(function (each) { return each.filter(function (row) { return fits.has(row[0]); }); });
      var heads = rows.map(function (each) { return each.slice(0, A_DAY); });
      return load([].concat.apply([], heads).map(function (row) { return row[0]; })).then(function () {
        if (!isCurrent()) { return; }
        box.textContent = "";
        week.forEach(function (day, place) { box.append(oneDay(day, rows[place])); });
        var count = rows.reduce(function (sum, each) { return sum + each.length; }, 0);
        document.getElementById("said").textContent = say("week_count", { n: count.toLocaleString("ja-JP") });
        turn(week, about);
      });
    });
  }

  function oneDay(day, rows) {
    var part = made("section", "day"), head = made("h2", "", named(day) + " "), lines = made("ul", "lines"), more = made("button", "", say("items", { n: rows.length - A_DAY }) + " +");
    head.append(made("span", "number", say("items", { n: rows.length })));
    part.append(head);
    if (!rows.length) { part.append(made("p", "small", say("day_none", {}))); return part; }
    rows.slice(0, A_DAY).forEach(function (row) { lines.append(line(row)); });
    part.append(lines);
    if (rows.length > A_DAY) {
      more.type = "button";
      more.onclick = function () {
        var rest = rows.slice(lines.children.length, lines.children.length + 5 * A_DAY), at = lines.children.length;
        load(rest.map(function (row) { return row[0]; })).then(function () {
          rest.forEach(function (row) { lines.append(line(row)); });
          var left = rows.length - lines.children.length;
          more.hidden = !left;
          more.textContent = say("items", { n: left }) + " +";
          lines.children[at].querySelector("a").focus();
        });
      };
      part.append(more);
    }
    return part;
  }

  function line(row) {
    var shown = record(row[0]), item = made("li"), link = made("a", "", shown[1]), hours = clock(row[1]) ? clock(row[1]) + "〜" + clock(row[2]) : "時刻の記載なし";
    link.href = address(shown);
    item.append(made("span", "hours", hours), link, " ", made("span", "where", [shown[3], shown[5]].filter(Boolean).join(" ")));
    return item;
  }

  function turn(week, about) {
    var back = document.getElementById("week-before"), on = document.getElementById("week-after");
    document.getElementById("week-said").textContent = week.length ? named(week[0]) + "〜" + named(week[week.length - 1]) : "";
    back.disabled = first <= about.first_day;
    on.disabled = moved(7) > about.last_day;
    back.onclick = function () { first = moved(-7) < about.first_day ? about.first_day : moved(-7); window.hirobaSite.ask(); };
    on.onclick = function () { first = moved(7); window.hirobaSite.ask(); };
  }

  window.hirobaViews = { list: list, days: days, card: card, load: load, made: made, record: record };
})();
