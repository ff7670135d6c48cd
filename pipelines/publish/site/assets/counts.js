/* How many activities each choice of the filters would leave, beside it: with what is searched for and what is chosen
   in the other groups. Of several days or times any will do, of the others all must hold. */
(function () {
  "use strict";
  var say = window.hirobaWords.say;

  /* Numbers are those that hold the words; look tells what of one passes (site.js). */
  function count(numbers, look, flags, about) {
    var sums = { ward: new Uint32Array(about.wards.length + 1), kind: new Uint32Array(about.kinds.length), age: new Uint32Array(5), day: new Uint32Array(7), time: new Uint32Array(3), flag: new Uint32Array(2) };
    var all = { ward: 0, kind: 0, age: 0 };
    function each(name, value) { for (var place = 0; place < sums[name].length; place += 1) { if (value >> place & 1) { sums[name][place] += 1; } } }
    numbers.forEach(function (number) {
      var seen = look(number), failed = seen.failed;
      function others(name) { return !(failed & ~look.groups[name]); }
      if (failed & (failed - 1)) { return; }
      if (others("ward")) { sums.ward[seen.ward] += 1; all.ward += 1; }
      if (others("kind")) { each("kind", seen.kinds); all.kind += 1; }
      if (others("age")) { each("age", seen.ages); all.age += 1; }
      if (others("day")) { each("day", seen.days); }
      if (others("time")) { each("time", seen.times); }
      if (others("flag")) {
        for (var place = 0; place < sums.flag.length; place += 1) {
          var asked = flags | 1 << place;
          if ((seen.flags & asked) === asked) { sums.flag[place] += 1; }
        }
      }
    });
    return { sums: sums, all: all };
  }

  function show(form, counted, about) {
    function beside(number) { return say("beside", { n: number.toLocaleString("ja-JP") }); }
    form.querySelectorAll("select").forEach(function (select) {
      var sums = counted.sums[select.name];
      Array.from(select.options).forEach(function (option) {
        var place = select.name === "ward" ? about.wards.indexOf(option.value) + 1 : select.name === "kind" ? about.kinds.indexOf(option.value) : Number(option.value);
        /* The label alone: the text is what other scripts and other tongues know the choice by. */
        option.label = option.textContent + beside(option.value === "" ? counted.all[select.name] : sums[place]);
      });
    });
    form.querySelectorAll(".tick").forEach(function (tick) {
      var input = tick.querySelector("input"), sums = counted.sums[input.name], told = tick.querySelector(".number");
      if (!sums) { return; }
      if (!told) { told = document.createElement("span"); told.className = "number"; tick.append(told); }
      told.textContent = beside(sums[Number(input.value)]);
    });
  }

  window.hirobaCounts = { count: count, show: show };
})();
