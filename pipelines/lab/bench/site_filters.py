"""Are the counts beside the choices of the filters those that choosing would give? Every choice is chosen once.

Belongs here: that comparison, in the page. Does not belong here: what a search finds (`site`), who can use it
(`site_access`).
"""

from __future__ import annotations

import json

from pipelines.lab.bench.chromium import Tab
from pipelines.lab.bench.site_outside import WARD

_ASKED = ("", "#q=体操", f"#ward={WARD}&day=02&flag=1", "#q=会&kind=cafe&age=4")
_TOLD = r"""
(() => {
  const number = text => Number((/[（(]([\d,]+)[）)]$/.exec(text.trim()) || [, "NaN"])[1].replace(/,/g, "")), told = [];
  document.querySelectorAll("#find option").forEach(each => told.push([each.parentNode.name, each.value, number(each.label)]));
  document.querySelectorAll("#find .tick").forEach(each => {
    const input = each.querySelector("input"), beside = each.querySelector(".number");
    if (beside) { told.push([input.name, input.value, number(beside.textContent)]); }
  });
  return told;
})()
"""  # noqa: E501  # a script of the page
_CHOSEN = """
(async () => {
  const form = document.getElementById("find"), name = %s, value = %s, several = ["day", "time"].includes(name);
  const inputs = Array.from(form.querySelectorAll("[name=" + name + "]")), kept = inputs.map(each => each.checked);
  const select = form[name], before = select.value, isTick = inputs[0].type === "checkbox";
  if (isTick) {
    inputs.forEach(each => { each.checked = each.value === value || (!several && each.checked); });
  } else { select.value = value; }
  await window.hirobaSite.ask();
  const found = /([0-9,]+) 件が見つかりました/.exec(document.getElementById("said").textContent);
  if (isTick) { inputs.forEach((each, place) => { each.checked = kept[place]; }); } else { select.value = before; }
  await window.hirobaSite.ask();
  return found ? Number(found[1].replace(/,/g, "")) : 0;
})()
"""


def beside(tab: Tab, base: str) -> str:
    """Compare them.

    Args:
        tab: of a browser.
        base: address of the site.
    """
    wrong, compared = [], 0
    for asked in _ASKED:
        tab.open(f"{base}/index.html{asked}")
        tab.run("document.getElementById('more').open = true; document.getElementById('q').focus()")
        tab.wait("document.querySelectorAll('#find .tick .number').length > 0")
        everything = tab.run("document.querySelector('#find [name=q]').value === ''")
        for name, value, count in tab.run(_TOLD):
            if value == "" and everything:
                continue  # nothing chosen and nothing typed is no search
            compared += 1
            found = tab.run(_CHOSEN % (json.dumps(name), json.dumps(value)))
            if found != count:
                wrong.append(f"{asked} {name}={value}: {count}、えらぶと {found}")
    return f"条件の横の数: {compared} のうち、えらんだ結果と違うもの {len(wrong)}（めやす 0）{'、'.join(wrong[:3])}"
