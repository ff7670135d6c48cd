/* The words of the frame in three tongues; which one is chosen stays in this browser. Listings stay as they are. */
(function () {
  "use strict";
  var WORDS = {
    skip: ["ほんぶんへ", "Skip to content"], search: ["さがす", "Search"], map: ["ちず", "Map"], calendar: ["カレンダー", "Calendar"],
    figures: ["数（かず）", "Figures"], data: ["データ", "Data"], gathered: ["データを あつめた 日（ひ）", "Data gathered on"],
    changes: ["かわった こと", "What changed"], removal: ["のせてほしくない とき", "Ask for removal"],
    lead: ["いばしょ、たいそう、こそだて、みどり、まなび。", "Places to be, exercise, families, greenery, learning: gathered from the lists of the city and its partners."],
    of_them: ["こ", "activities"], ask: ["ことばで さがす", "Search by words (in Japanese)"],
    reset: ["けす", "Clear"], filters: ["えらんで さがす", "Narrow down"], ward: ["区（く）", "Ward"], kind: ["すること", "Kind"],
    any: ["ぜんぶ", "All"], age: ["だれが", "For whom"], age0: ["あかちゃん・小さい こども", "Babies, before school"],
    age1: ["小学生（しょうがくせい）", "Primary school"], age2: ["中学生・高校生", "Secondary school"], age3: ["おとな", "Adults"],
    age4: ["お年寄り（おとしより）", "Older people"], weekday: ["曜日（ようび）", "Weekday"], time: ["じかん", "Time of day"],
    time0: ["あさ・ひるまえ", "Morning"], time1: ["ひるから", "Afternoon"], time2: ["よる", "Evening"], others: ["ほかに", "More"],
    flag0: ["お金が いらない", "Free"], flag1: ["もうしこみが いらない", "No booking"], week: ["きょうから 7日の うちに ある", "In the next 7 days"],
    found: ["みつかった あつまり", "Activities found"], next: ["もっと みる", "Show more"], by_ward: ["区から えらぶ", "Choose a ward"],
    by_kind: ["することから えらぶ", "Choose a kind"], soon: ["もうすぐ ある あつまり", "Coming soon"],
    to_calendar: ["カレンダーで みる", "See the calendar"], map_title: ["ちずで さがす", "Search on the map"],
    as_list: ["リストで みる", "See the same as a list"], places: ["ちずの ばしょ", "Places on the map"], places_next: ["ばしょを もっと みる", "More places"],
    calendar_title: ["カレンダーで さがす", "Search by day"], week_before: ["まえの 7日", "7 days before"], week_after: ["つぎの 7日", "Next 7 days"],
    page_before: ["まえの ページ", "Previous page"], page_after: ["つぎの ページ", "Next page"], when: ["いつ", "When"],
    next_days: ["つぎの 日", "Next dates"], where: ["どこで", "Where"], who: ["だれが", "For whom"], fee: ["お金", "Fee"],
    entry: ["もうしこみ", "Booking"], organiser: ["する人・グループ", "Organiser"], phone: ["でんわ", "Phone"], mail: ["メール", "Mail"],
    own_page: ["あつまりの ページ", "Own page"], ics: ["カレンダーに 入れる（ICS）", "Add to calendar (ICS)"],
    sources: ["どこに のっていたか", "Where it is listed"], check: ["情報源（じょうほうげん）で たしかめる", "Check at the source"],
    check_first: ["いく まえに、たしかめて ください。", "Please check with the source or the organiser before you go."],
    wrong: ["リストで ちがう こと", "Where the lists disagree"], about_page: ["この ページに ついて", "About this page"],
    report: ["これは ちがう（しらせる）", "This is wrong (tell us)"]
  };
  var SAID = {
    ja: { count: "{n} 件が見つかりました", none: "見つかりませんでした。ことばを短くするか、条件を減らしてください。", near: "近いもの", all: "条件を選ぶか、ことばを入れてください", fail: "さがすためのファイルを読めませんでした。フォルダーが site ごとそろっているか確かめてください。", old: "このデータは {d} に集めたもので、今日の予定はわかりません。", here: "この場所の活動", points: "{n} 件のうち {m} 件を地図に出しています", day_none: "この日にわかっている活動はありません", items: "{n}件", beside: "（{n}）", around: "あたり", in_view: "いま地図に見えているのは {n} か所。件数の多い順", week_count: "この7日に {n} 回" },
    easy: { count: "{n} こ みつかりました", none: "ありません。ことばを みじかく してください。", near: "にている もの", all: "ことばを いれるか、えらんで ください", fail: "ファイルが よめませんでした。", old: "この データは {d} の ものです。きょうの ことは わかりません。", here: "この ばしょの あつまり", points: "{n} この うち {m} こが ちずに でています", day_none: "この 日は ありません", items: "{n}こ", beside: "（{n}）", around: "あたり", in_view: "いま ちずに みえて いるのは {n} かしょ", week_count: "この 7日に {n}かい" },
    en: { count: "{n} found", none: "Nothing found. Try a shorter word or fewer filters.", near: "Similar", all: "Type a word or choose a filter", fail: "The files of the search could not be read. Is the folder “site” complete?", old: "These data were gathered on {d}; what is on today is not known.", here: "Activities here", points: "{m} of {n} are on the map", day_none: "Nothing known on this day", items: "{n}", beside: " ({n})", around: "(about here)", in_view: "{n} places in view, those with most activities first", week_count: "{n} in these 7 days" }
  };
  var TONGUES = ["ja", "easy", "en"], own = {};
  function remembered() { try { return localStorage.getItem("hiroba-tongue"); } catch (_) { return null; } }
  function keep(tongue) { try { localStorage.setItem("hiroba-tongue", tongue); } catch (_) { /* a browser may forbid it */ } }
  function say(key, given) { return SAID[hirobaWords.tongue][key].replace(/\{(\w)\}/g, function (_, name) { return given[name]; }); }
  function use(tongue) {
    if (TONGUES.indexOf(tongue) < 0) { tongue = "ja"; }
    hirobaWords.tongue = tongue;
    document.querySelectorAll("[data-t]").forEach(function (each, place) {
      var key = each.dataset.t;
      if (!(place in own)) { own[place] = each.textContent; }
      each.textContent = tongue === "ja" ? own[place] : (WORDS[key] || [own[place], own[place]])[TONGUES.indexOf(tongue) - 1];
      if (tongue === "en") { each.lang = "en"; } else { each.removeAttribute("lang"); }
    });
    document.querySelectorAll("[data-easy]").forEach(function (each) {
      if (!each.dataset.ja) { each.dataset.ja = each.textContent; }
      each.textContent = { ja: each.dataset.ja, easy: each.dataset.easy, en: each.dataset.english }[tongue];
      if (tongue === "en") { each.lang = "en"; } else { each.removeAttribute("lang"); }
    });
    document.querySelectorAll("[data-en]").forEach(function (each) {
      if (!each.dataset.ja) { each.dataset.ja = each.textContent; }
      each.textContent = tongue === "en" ? each.dataset.en : each.dataset.ja;
      each.lang = tongue === "en" ? "en" : "ja";
    });
    document.querySelectorAll("[data-tongue]").forEach(function (each) {
      if (each.dataset.tongue === tongue) { each.setAttribute("aria-current", "true"); } else { each.removeAttribute("aria-current"); }
    });
    document.dispatchEvent(new CustomEvent("hiroba-tongue"));
  }
  window.hirobaWords = { tongue: "ja", say: say };
  document.querySelectorAll("[data-tongue]").forEach(function (each) {
    each.addEventListener("click", function (event) {
      keep(each.dataset.tongue);
      if (/(easy|en)\.html$/.test(location.pathname) || each.dataset.tongue === hirobaWords.tongue) { return; }
      event.preventDefault();
      use(each.dataset.tongue);
    });
  });
  use(remembered() || "ja");
})();
