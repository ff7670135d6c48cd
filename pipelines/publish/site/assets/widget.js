/* The list of one ward or kind in somebody else's page: <script src="…/widget.js" data-list="kind-exercise" defer></script>
   No cookies, no styles of the page touched or taken over, one more script from the same place and nothing else. */
(function () {
  "use strict";
  var own = document.currentScript, name = own.dataset.list, root = own.src.replace(/assets\/widget\.js.*$/, "");
  var LOOKS = ":host{display:block;font-family:system-ui,sans-serif;line-height:1.7;color:#1a1a1c}ul{list-style:none;margin:0;padding:0}li{border-bottom:1px solid #d3d6db;padding:.5rem 0}a{color:#00479f;text-underline-offset:.2em;display:inline-block;padding:.25rem 0}a:focus-visible{outline:3px solid #000;box-shadow:0 0 0 2px #ffd43d}p{margin:0;color:#474a50;font-size:.9375rem}.title{font-weight:bold;color:#1a1a1c;font-size:1.125rem}";
  function made(tag, text, name) {
    var element = document.createElement(tag);
    element.textContent = text || "";
    if (name) { element.className = name; }
    return element;
  }
  function show(list) {
    var host = made("div"), inside = host.attachShadow({ mode: "open" }), looks = new CSSStyleSheet(), rows = made("ul");
    looks.replaceSync(LOOKS);
    inside.adoptedStyleSheets = [looks];
    list.rows.forEach(function (row) {
      var item = made("li"), link = made("a", row[1]);
      link.href = root + "a/" + (row[0].split("_")[1].charAt(0) || "_") + "/" + row[0] + ".html";
      item.append(link, made("p", [row[2], row[3]].filter(Boolean).join("　")));
      rows.append(item);
    });
    var all = made("a", "すべて見る（" + list.count.toLocaleString("ja-JP") + " 件）");
    all.href = root + list.page;
    inside.append(made("p", list.label + "の地域活動", "title"), rows, all);
    own.after(host);
  }
  var before = window.hiroba_part;
  window.hiroba_part = function (kind, key, value) { if (kind === "widget" && key === name) { show(value); } else if (before) { before(kind, key, value); } };
  var script = document.createElement("script");
  script.src = root + "widget/" + encodeURIComponent(name) + ".js";
  document.head.append(script);
})();
