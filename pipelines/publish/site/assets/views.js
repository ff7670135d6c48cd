/* How found activities are shown: as cards, as points on the map, by days. */
(function () {
  "use strict";
  var parts = window.hirobaParts, search = window.hirobaSearch, say = window.hirobaWords.say, root = document.body.dataset.root;
  var FIRST = 20, LOOKED_AT = 40, ON_MAP = 1000, A_DAY = 20, WEEKDAYS = "日月火水木金土";

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

  var map = null, points = null;

  function openMap() {
    var L = window.L;
    map = L.map("map", { zoomControl: false, preferCanvas: true, maxZoom: 18, minZoom: 10, zoomSnap: 0.5 });
    map.attributionControl.setPrefix('<a href="https://leafletjs.com">Leaflet</a>');
    L.control.zoom({ zoomInTitle: "大きく", zoomOutTitle: "小さく" }).addTo(map);
    return parts.load("shapes", "").then(function (shapes) {
      var wards = L.geoJSON(shapes, { interactive: false, style: { color: "#00479f", weight: 1.5, fillColor: "#fff", fillOpacity: 1 } }).addTo(map);
      if (shapes.bbox) { map.fitBounds([[shapes.bbox[1], shapes.bbox[0]], [shapes.bbox[3], shapes.bbox[2]]]); } else {
        map.attributionControl.addAttribution("国土数値情報（N03-2024）");
        map.fitBounds(wards.getBounds());
      }
      shapes.features.forEach(function (each, place) {
        var middle = L.geoJSON(each).getBounds().getCenter();
        L.tooltip({ permanent: true, direction: "center", className: "ward-name" }).setContent(each.properties.ward).setLatLng(middle).addTo(map);
      });
      points = L.layerGroup().addTo(map);
    });
  }

  function onMap(result, isCurrent) {
    var about = search.about(), names = new Set(result.sure.map(function (number) { return Math.floor(number / about.filtered); }));
    var here = document.getElementById("here");
    return Promise.all([map ? null : openMap()].concat(Array.from(names, function (name) { return parts.load("p", name); }))).then(function () {
      if (!isCurrent()) { return; }
      var places = new Map(), count = 0;
      result.sure.forEach(function (number) {
        var point = parts.held("p", Math.floor(number / about.filtered))[number % about.filtered];
        if (!point) { return; }
        count += 1;
        var key = point.join();
        if (!places.has(key)) { places.set(key, { at: point, numbers: [] }); }
        places.get(key).numbers.push(number);
      });
      points.clearLayers();
      here.textContent = "";
      places.forEach(function (place) {
        var isTown = !place.at[2];
        var dot = window.L.circleMarker([place.at[0], place.at[1]], { radius: 5 + Math.min(9, 2 * Math.log(place.numbers.length)), color: "#00479f", weight: 1.5, fillColor: isTown ? "#fff" : "#0066d6", fillOpacity: 0.85 });
        dot.on("click", function () { showHere(place.numbers, dot); });
        points.addLayer(dot);
      });
      document.getElementById("said").textContent = say("points", { n: result.sure.length.toLocaleString("ja-JP"), m: count.toLocaleString("ja-JP") });
    });
  }

  function showHere(numbers) {
    var here = document.getElementById("here"), some = numbers.slice(0, 50);
    load(some).then(function () {
      var cards = made("ul", "cards");
      some.forEach(function (number) { cards.append(card(number)); });
      here.textContent = "";
      here.append(made("h2", "", say("here", {}) + "（" + say("items", { n: numbers.length }) + "）"), cards);
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

  window.hirobaViews = { list: list, map: onMap, days: days };
})();
