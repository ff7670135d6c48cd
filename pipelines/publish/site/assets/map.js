/* Found activities as points on the map, and the same places as a list of buttons: whoever cannot point at a point, by
   keyboard or by ear, chooses there. */
(function () {
  "use strict";
  var parts = window.hirobaParts, search = window.hirobaSearch, views = window.hirobaViews, say = window.hirobaWords.say;
  var made = views.made, LISTED = 12, AT_ONE = 50, CHOSEN = "#b3261e", LINE = "#00479f";
  var map = null, points = null, places = [], chosen = null, turn = 0;

  function openMap() {
    var L = window.L;
    map = L.map("map", { zoomControl: false, preferCanvas: true, maxZoom: 18, minZoom: 8, zoomSnap: 0.5 });
    map.attributionControl.setPrefix('<a href="https://leafletjs.com">Leaflet</a>');
    L.control.zoom({ zoomInTitle: "大きく", zoomOutTitle: "小さく" }).addTo(map);
    return parts.load("shapes", "").then(function (shapes) {
      var wards = L.geoJSON(shapes, { interactive: false, style: { color: LINE, weight: 1.5, fillColor: "#fff", fillOpacity: 1 } }).addTo(map);
      if (shapes.bbox) { map.fitBounds([[shapes.bbox[1], shapes.bbox[0]], [shapes.bbox[3], shapes.bbox[2]]]); } else {
        map.attributionControl.addAttribution("国土数値情報（N03-2024）");
        map.fitBounds(wards.getBounds());
      }
      shapes.features.forEach(function (each) {
        var middle = L.geoJSON(each).getBounds().getCenter();
        L.tooltip({ permanent: true, direction: "center", className: "ward-name" }).setContent(each.properties.ward).setLatLng(middle).addTo(map);
      });
      points = L.layerGroup().addTo(map);
      map.on("moveend", function () { list(LISTED, false); });
    });
  }

  function onMap(result, isCurrent) {
    var about = search.about(), names = new Set(result.sure.map(function (number) { return Math.floor(number / about.filtered); }));
    return Promise.all([map ? null : openMap()].concat(Array.from(names, function (name) { return parts.load("p", name); }))).then(function () {
      if (!isCurrent()) { return null; }
      var known = new Map(), count = 0;
      result.sure.forEach(function (number) {
        var point = parts.held("p", Math.floor(number / about.filtered))[number % about.filtered];
        if (!point) { return; }
        count += 1;
        var key = point.join();
        if (!known.has(key)) { known.set(key, { at: point, numbers: [] }); }
        known.get(key).numbers.push(number);
      });
      points.clearLayers();
      chosen = null;
      document.getElementById("here").textContent = "";
      places = Array.from(known.values()).sort(function (one, other) { return other.numbers.length - one.numbers.length || one.numbers[0] - other.numbers[0]; });
      places.forEach(function (place) {
        place.dot = window.L.circleMarker([place.at[0], place.at[1]], { radius: 5 + Math.min(9, 2 * Math.log(place.numbers.length)), color: LINE, weight: 1.5, fillColor: place.at[2] ? "#0066d6" : "#fff", fillOpacity: 0.85 });
        place.dot.on("click", function () { choose(place); });
        points.addLayer(place.dot);
      });
      document.getElementById("said").textContent = say("points", { n: result.sure.length.toLocaleString("ja-JP"), m: count.toLocaleString("ja-JP") });
      return list(LISTED, false);
    });
  }

  /* The places in view, those with most first. */
  function list(most, isMore) {
    var box = document.getElementById("places"), next = document.getElementById("places-next"), own = turn += 1;
    var inView = places.filter(function (place) { return map.getBounds().contains(place.dot.getLatLng()); }), some = inView.slice(0, most);
    return views.load(some.map(function (place) { return place.numbers[0]; })).then(function () {
      if (own !== turn) { return; }
      var at = box.children.length;
      box.textContent = "";
      some.forEach(function (place) {
        var row = views.record(place.numbers[0]), item = made("li"), button = made("button");
        button.type = "button";
        button.append(made("span", "", [row[3], row[5], place.at[2] ? "" : say("around", {})].filter(Boolean).join(" ")), made("span", "number", say("items", { n: place.numbers.length })));
        button.onclick = function () { choose(place); };
        item.append(button);
        box.append(item);
      });
      document.getElementById("places-said").textContent = say("in_view", { n: inView.length.toLocaleString("ja-JP") });
      next.hidden = inView.length <= most;
      next.onclick = function () { list(most + LISTED, true); };
      if (isMore && box.children[at]) { box.children[at].querySelector("button").focus(); }
    });
  }

  /* The activities of a place, where whoever chose it reads on. */
  function choose(place) {
    var here = document.getElementById("here"), some = place.numbers.slice(0, AT_ONE);
    return views.load(some).then(function () {
      var cards = made("ul", "cards"), head = made("h2", "", say("here", {}) + "（" + say("items", { n: place.numbers.length }) + "）");
      if (chosen) { chosen.dot.setStyle({ color: LINE, weight: 1.5 }); }
      chosen = place;
      place.dot.setStyle({ color: CHOSEN, weight: 4 }).bringToFront();
      some.forEach(function (number) { cards.append(views.card(number)); });
      head.tabIndex = -1;
      here.textContent = "";
      here.append(head, cards);
      head.focus();
    });
  }

  views.map = onMap;
})();
