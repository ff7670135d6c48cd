// Opens a release with programs of JavaScript: `node open_release.mjs PATH`, where they are installed.
//
// Belongs here: one function per program, each gives one line or fails. Does not belong here: making environments
// (`lab.bench.clients`).
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(process.cwd(), "here.js"));
const folder = process.argv[2];
const installed = (...parts) => join(process.cwd(), "node_modules", ...parts);
const version = (name) => JSON.parse(readFileSync(installed(name, "package.json"), "utf-8")).version;
const calendars = readdirSync(join(folder, "calendars")).filter((name) => name.endsWith(".ics"));
const text = (name) => readFileSync(join(folder, "calendars", name), "utf-8");

async function icalJs() {
  const { default: ICAL } = await import(installed("ical.js", "dist", "ical.js"));
  let events = 0;
  let days = 0;
  for (const name of calendars) {
    const root = new ICAL.Component(ICAL.parse(text(name)));
    for (const each of root.getAllSubcomponents("vevent")) {
      const event = new ICAL.Event(each);
      events += 1;
      if (!event.isRecurring()) {
        days += 1;
        continue;
      }
      const seen = new Set();
      const found = event.iterator();
      for (let next = found.next(); next; next = found.next()) seen.add(next.toString());
      days += seen.size;
    }
  }
  return `ical.js ${version("ical.js")}: 予定表 ${calendars.length} 件、規則 ${events}、日 ${days}`;
}

function rruleJs() {
  const { rrulestr } = require("rrule");
  let rules = 0;
  let days = 0;
  for (const name of calendars) {
    for (const part of text(name).replace(/\r\n /g, "").split("BEGIN:VEVENT").slice(1)) {
      const lines = part.split("\r\n").filter((line) => /^(DTSTART|RRULE|EXDATE|RDATE)/.test(line));
      if (!lines.some((line) => /^(RRULE|RDATE)/.test(line))) {
        days += 1;
        continue;
      }
      rules += 1;
      days += new Set(rrulestr(lines.join("\n"), { forceset: true }).all().map(String)).size;
    }
  }
  return `rrule ${version("rrule")}: 繰り返す規則 ${rules}、日 ${days}`;
}

async function excelJs() {
  const { Workbook } = require("exceljs");
  const book = new Workbook();
  await book.xlsx.readFile(join(folder, "活動一覧.xlsx"));
  return `ExcelJS ${version("exceljs")}: シート ${book.worksheets.length}、全件 ${book.getWorksheet("全件").rowCount - 1} 行`;
}

for (const open of [icalJs, rruleJs, excelJs]) console.log(await open());
