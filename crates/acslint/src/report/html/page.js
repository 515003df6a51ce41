"use strict";
// Filters the page. All that is shown stands in it without this, too.
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const one = (id) => document.getElementById(id);
  const thousands = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ",");
  const counted = (number, noun) => `${thousands(number)} ${noun}${number === 1 ? "" : "s"}`;

  const theme = one("theme");
  theme.hidden = false;
  theme.addEventListener("click", () => {
    const root = document.documentElement.style;
    const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    root.colorScheme = (root.colorScheme || system) === "dark" ? "light" : "dark";
  });

  // What is printed is to be seen.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = all("details:not([open])");
    for (const details of closed) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of closed) details.open = false;
  });

  const LEVELS = ["error", "warning", "info"];
  const form = one("filter");
  if (!form) return;
  form.hidden = false;

  const groups = all(".group").map((element) => ({
    element,
    ...element.dataset,
    count: Number(element.dataset.count),
    rows: JSON.parse(element.dataset.rows),
    text: element.textContent.toLowerCase(),
  }));

  const wanted = () => ({
    records: one("by-records").value,
    rule: one("by-rule").value,
    levels: new Set(all("input[name=level]:checked", form).map((box) => box.value)),
    text: one("by-text").value.trim().toLowerCase(),
  });

  const update = () => {
    const filter = wanted();
    const isOf = (records) => !filter.records || records === filter.records;
    const matching = groups.filter(
      (group) =>
        isOf(group.records) &&
        (!filter.rule || group.rule === filter.rule) &&
        filter.levels.has(group.level) &&
        group.text.includes(filter.text),
    );
    const shown = new Set(matching);
    for (const group of groups) group.element.hidden = !shown.has(group);
    one("no-match").hidden = matching.length > 0;
    const findings = matching.reduce((sum, group) => sum + group.count, 0);
    one("matching").textContent = `${counted(findings, "finding")} of ${counted(matching.length, "kind")}`;

    totals(filter, matching, isOf);
    for (const row of all("#by-category tbody tr, details.coverage")) row.hidden = !isOf(row.dataset.records);
    byCategory(matching);
    heatMap(matching);
    chart(filter, isOf);
  };

  // The counts of what matches. What a filter says nothing about, such as the number of files, is not shown with one.
  const totals = (filter, matching, isOf) => {
    const isFiltered = matching.length < groups.length || filter.records;
    const sum = (items) => items.reduce((sum, item) => sum + item.count, 0);
    const ofLevel = (level) => sum(matching.filter((group) => group.level === level));
    const rows = all("#by-category tbody tr").map(({ dataset }) => ({ ...dataset, count: Number(dataset.count) }));
    const follows = new Map([
      ["errors", () => ofLevel("error")],
      ["warnings", () => ofLevel("warning")],
      ["infos", () => ofLevel("info")],
      ["records", (all) => (filter.records ? sum(rows.filter((row) => isOf(row.records))) : all)],
    ]);
    for (const total of all(".totals [data-total]")) {
      const count = follows.get(total.dataset.total);
      total.parentElement.hidden = isFiltered && !count;
      if (count) total.textContent = thousands(count(Number(total.dataset.count)));
    }
  };

  // The columns of the table behind the number of records are those of the findings.
  const byCategory = (matching) => {
    const counts = new Map();
    for (const { records, level, count } of matching) {
      for (const column of ["all", level]) {
        const key = `${column}\n${records}`;
        counts.set(key, (counts.get(key) ?? 0) + count);
      }
    }
    for (const row of all("#by-category tbody tr")) {
      ["all", ...LEVELS].forEach((column, number) => {
        row.cells[3 + number].textContent = thousands(counts.get(`${column}\n${row.dataset.records}`) ?? 0);
      });
    }
  };

  const heatMap = (matching) => {
    const counts = new Map();
    const columns = new Set();
    for (const { rows, records } of matching) {
      if (rows.length > 0) columns.add(records);
      for (const [row, count] of rows) {
        for (const key of [`${row}\n${records}`, row]) counts.set(key, (counts.get(key) ?? 0) + count);
      }
    }
    for (const cell of all(".heat [data-records]")) cell.hidden = !columns.has(cell.dataset.records);
    for (const row of all(".heat tbody tr")) {
      const key = row.dataset.row;
      row.hidden = !counts.has(key);
      for (const cell of all("td[data-count]", row)) {
        const { records } = cell.dataset;
        const count = counts.get(records === undefined ? key : `${key}\n${records}`) ?? 0;
        (cell.querySelector("a") ?? cell).textContent = count ? thousands(count) : "";
        cell.classList.toggle("none", count === 0);
      }
    }
  };

  const [ABOVE, BELOW] = [120, 80];

  const chart = (filter, isOf) => {
    if (!one("chart")) return;
    const { records, rules, cells } = JSON.parse(one("counts").textContent);
    const bars = all("#chart g");
    const slots = bars.map(() => ({ records: 0, error: 0, warning: 0, info: 0 }));
    for (const [slot, of, rule, count] of cells) {
      if (!isOf(records[of])) continue;
      if (rule === 0) {
        slots[slot].records += count;
        continue;
      }
      const [id, level] = rules[rule - 1];
      if ((!filter.rule || id === filter.rule) && filter.levels.has(level)) slots[slot][level] += count;
    }
    const found = (slot) => LEVELS.reduce((sum, level) => sum + slot[level], 0);
    const mostRecords = slots.reduce((most, slot) => Math.max(most, slot.records), 0);
    const mostFindings = slots.reduce((most, slot) => Math.max(most, found(slot)), 0);
    one("most-records").textContent = thousands(mostRecords);
    one("most-findings").textContent = thousands(mostFindings);
    const rows = all("#times tbody tr");
    slots.forEach((slot, number) => {
      const bar = (name) => bars[number].querySelector(`rect.${name}`);
      const rise = (ABOVE * slot.records) / Math.max(mostRecords, 1);
      bar("records").setAttribute("y", ABOVE - rise);
      bar("records").setAttribute("height", rise);
      let y = ABOVE;
      for (const level of LEVELS) {
        const drop = (BELOW * slot[level]) / Math.max(mostFindings, 1);
        bar(level).setAttribute("y", y);
        bar(level).setAttribute("height", drop);
        y += drop;
      }
      const name = rows[number].cells[0].textContent;
      bars[number].querySelector("title").textContent =
        `${name}: ${counted(slot.records, "record")}, ${counted(found(slot), "finding")}`;
      [slot.records, ...LEVELS.map((level) => slot[level])].forEach((count, column) => {
        rows[number].cells[column + 1].textContent = thousands(count);
      });
    });
  };

  form.addEventListener("input", update);
  form.addEventListener("reset", () => setTimeout(update));
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("keydown", (event) => {
    const isTyping = event.target instanceof HTMLInputElement && event.target.type === "search";
    if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      one("by-text").focus();
    } else if (event.key === "Escape" && form.contains(event.target)) {
      form.reset();
    }
  });
  // A link into a kind that is closed or filtered out shows it.
  const reveal = () => {
    const target = location.hash.startsWith("#kind-") && one(location.hash.slice(1));
    const group = target && target.closest(".group");
    if (!group) return;
    if (group.hidden) form.reset();
    group.querySelector("details").open = true;
    setTimeout(() => group.querySelector("summary").focus());
  };
  addEventListener("hashchange", reveal);
  reveal();
  update();
})();
