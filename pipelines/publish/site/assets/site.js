/* What a reader asks for: words and filters from the form, kept behind the # of the address, shown as list, map or days
   (views.js). Loads nothing before somebody asks. */
(function () {
  "use strict";
  var form = document.getElementById("find"), found = document.getElementById("found");
  if (!form || !found) { return; }
  var parts = window.hirobaParts, search = window.hirobaSearch, say = window.hirobaWords.say, view = found.dataset.view;
  var before = document.getElementById("before"), said = document.getElementById("said"), more = document.getElementById("more");
  var asking = 0, ready = null, last = null, letters = [], A_WEEK = 7;
  var GROUPS = { ward: 1, kind: 2, age: 4, day: 8, time: 16, flag: 32, week: 64 };

  function begin() {
    if (!ready) {
      ready = search.begin().then(function (about) {
        var names = [];
        for (var at = 0; at * about.filtered < Math.max(about.count, 1); at += 1) { names.push(at); }
        return Promise.all(names.map(function (name) { return parts.load("f", name); }));
      }).then(function (all) { letters = all; });
      ready.catch(function () { ready = null; });
    }
    return ready;
  }

  /* The filters of an activity: eight letters of five bits. */
  function bits(number, shift, count) {
    var about = search.about(), text = letters[Math.floor(number / about.filtered)], value = 0;
    for (var at = 0; at * 5 < count; at += 1) {
      var code = text.charCodeAt((number % about.filtered) * 8 + shift / 5 + at);
      value |= (code >= 97 ? code - 71 : code - 65) << (at * 5);
    }
    return value;
  }

  function asked() {
    function all(name) { return Array.from(form.querySelectorAll("[name=" + name + "]:checked"), function (each) { return Number(each.value); }); }
    return { q: form.q.value.trim(), ward: form.ward.value, kind: form.kind.value, age: form.age.value, day: all("day"), time: all("time"), flag: all("flag"), week: form.week.checked };
  }

  function isNothing(now) { return !now.q && !now.ward && !now.kind && now.age === "" && !now.day.length && !now.time.length && !now.flag.length && !now.week; }

  function mask(list) { return list.reduce(function (sum, bit) { return sum | 1 << bit; }, 0); }

  /* What an activity is filtered by, and which groups of filters it does not pass, a bit for each. */
  function looking(now, inWeek) {
    var about = search.about(), ward = now.ward === "none" ? 0 : about.wards.indexOf(now.ward) + 1, kind = about.kinds.indexOf(now.kind);
    var days = mask(now.day), times = mask(now.time), flags = mask(now.flag);
    function look(number) {
      var first = bits(number, 0, 20), rest = bits(number, 20, 15), failed = 0;
      var seen = { ward: first & 31, kinds: first >> 5, days: rest & 127, times: rest >> 7 & 7, ages: rest >> 10, flags: bits(number, 35, 5), failed: 0 };
      if (now.ward && seen.ward !== ward) { failed |= GROUPS.ward; }
      if (now.kind && !(seen.kinds >> kind & 1)) { failed |= GROUPS.kind; }
      if (now.age !== "" && !(seen.ages >> Number(now.age) & 1)) { failed |= GROUPS.age; }
      if (days && !(seen.days & days)) { failed |= GROUPS.day; }
      if (times && !(seen.times & times)) { failed |= GROUPS.time; }
      if ((seen.flags & flags) !== flags) { failed |= GROUPS.flag; }
      if (inWeek && !inWeek.has(number)) { failed |= GROUPS.week; }
      seen.failed = failed;
      return seen;
    }
    look.groups = GROUPS;
    return look;
  }

  /* What each choice would leave, once somebody has turned to the filters and sees them. */
  function beside(now, text, inWeek) {
    if (!more.open) { return; }
    var counts = window.hirobaCounts, about = search.about(), numbers = text ? text.sure : everything();
    counts.show(form, counts.count(numbers, looking(now, inWeek), mask(now.flag), about), about);
  }

  function recount() {
    if (!ready) { return; }
    var now = asked(), turn = asking;
    ready.then(function () { return Promise.all([search.find(now.q), thisWeek(now)]); }).then(function (both) {
      if (turn === asking) { beside(now, both[0], both[1]); }
    }).catch(function () { said.textContent = say("fail", {}); });
  }

  function day(moment) {
    function two(number) { return String(number).padStart(2, "0"); }
    return moment.getFullYear() + "-" + two(moment.getMonth() + 1) + "-" + two(moment.getDate());
  }

  /* Seven days from a day, those the data know of. */
  function weekFrom(first) {
    var about = search.about(), start = new Date(first + "T00:00"), days = [];
    for (var at = 0; at < A_WEEK; at += 1) {
      var one = day(new Date(start.getFullYear(), start.getMonth(), start.getDate() + at));
      if (one >= about.first_day && one <= about.last_day) { days.push(one); }
    }
    return days;
  }

  function today() { return day(new Date()); }

  function thisWeek(now) {
    if (!now.week) { return Promise.resolve(null); }
    return Promise.all(weekFrom(today()).map(function (one) { return parts.load("d", one); })).then(function (days) {
      var set = new Set();
      days.forEach(function (rows) { rows.forEach(function (row) { set.add(row[0]); }); });
      return set;
    });
  }

  function everything() {
    var all = [];
    for (var number = 0; number < search.about().count; number += 1) { all.push(number); }
    return all;
  }

  function ask() {
    var now = asked(), turn = asking += 1;
    keep(now);
    form.querySelector("[type=reset]").hidden = isNothing(now);
    if (view === "list" && isNothing(now)) { found.hidden = true; before.hidden = false; said.textContent = ""; last = null; recount(); return Promise.resolve(); }
    return begin().then(function () { return Promise.all([search.find(now.q), thisWeek(now)]); }).then(function (both) {
      if (turn !== asking) { return null; }
      var look = looking(now, both[1]), text = both[0];
      function fits(number) { return !look(number).failed; }
      var sure = (text ? text.sure : everything()).filter(fits), close = text && sure.length < 5 ? text.close.filter(fits) : [];
      last = { now: now, text: text, sure: sure, close: close };
      beside(now, text, both[1]);
      found.hidden = false;
      before.hidden = true;
      if (now.week && !weekFrom(today()).length) { said.textContent = say("old", { d: search.about().gathered }); } else { tell(); }
      return window.hirobaViews[view](last, function () { return turn === asking; });
    }).catch(function (error) {
      if (turn === asking) { said.textContent = say("fail", {}); }
      if (!/^\w+\//.test(error.message)) { throw error; }
    });
  }

  function tell() {
    if (!last) { return; }
    var count = last.sure.length;
    said.textContent = count ? say("count", { n: count.toLocaleString("ja-JP") }) : last.close.length ? say("near", {}) : say("none", {});
  }

  function keep(now) {
    var pairs = [["q", now.q], ["ward", now.ward], ["kind", now.kind], ["age", now.age], ["day", now.day.join("")], ["time", now.time.join("")], ["flag", now.flag.join("")], ["week", now.week ? "1" : ""]];
    var text = pairs.filter(function (pair) { return pair[1] !== ""; }).map(function (pair) { return pair[0] + "=" + encodeURIComponent(pair[1]); }).join("&");
    if (location.hash.slice(1) !== text) { history.replaceState(null, "", text ? "#" + text : location.pathname.split("/").pop() + location.search); }
    document.querySelectorAll("header nav a, [data-same]").forEach(function (link) {
      if (/(index|map|calendar)\.html/.test(link.getAttribute("href"))) { link.hash = text; }
    });
  }

  function restore() {
    var given = new URLSearchParams(location.hash.slice(1));
    ["q", "ward", "kind", "age"].forEach(function (name) { form[name].value = given.get(name) || ""; });
    ["day", "time", "flag", "week"].forEach(function (name) {
      form.querySelectorAll("[name=" + name + "]").forEach(function (each) { each.checked = (given.get(name) || "").includes(each.value); });
    });
    if (["ward", "kind", "age", "day", "time", "flag", "week"].some(function (name) { return given.get(name); })) { more.open = true; }
  }

  window.hirobaSite = { weekFrom: weekFrom, today: today, day: day, ask: ask };
  form.hidden = false;
  if (view !== "list" || matchMedia("(min-width: 48rem)").matches) { more.open = matchMedia("(min-width: 48rem)").matches; }
  restore();
  form.addEventListener("submit", function (event) { event.preventDefault(); ask(); });
  form.addEventListener("input", ask);
  form.addEventListener("reset", function () { setTimeout(function () { ask(); form.q.focus(); }, 0); });
  form.addEventListener("focusin", function () {
    var isFirst = !ready;
    begin().then(function () { if (isFirst) { recount(); } }).catch(function () { said.textContent = say("fail", {}); });
  });
  more.addEventListener("toggle", recount);
  document.addEventListener("hiroba-tongue", function () { tell(); recount(); });
  window.addEventListener("hashchange", function () { restore(); ask(); });
  if (view !== "list" || location.hash.length > 1) { ask(); }
})();
