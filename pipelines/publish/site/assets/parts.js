/* Loads parts of the data as scripts: a page on a disk may do that, and must not fetch files. */
(function () {
  "use strict";
  var root = document.body.dataset.root, waiting = {}, held = {};
  window.hiroba_part = function (kind, name, value) { held[kind + "/" + name] = value; };
  function place(kind, name) { return root + "data/" + (name === "" ? kind : kind + "/" + name) + ".js"; }
  window.hirobaParts = {
    /* The value of a part, now if it is here. */
    held: function (kind, name) { return held[kind + "/" + name]; },
    load: function (kind, name) {
      var key = kind + "/" + name;
      if (!waiting[key]) {
        waiting[key] = new Promise(function (done, fail) {
          if (key in held) { return done(held[key]); }
          var script = document.createElement("script");
          script.src = place(kind, name);
          script.onload = function () { script.remove(); done(held[key]); };
          script.onerror = function () { script.remove(); delete waiting[key]; fail(new Error(key)); };
          document.head.append(script);
        });
      }
      return waiting[key];
    }
  };
})();
