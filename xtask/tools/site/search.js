// Search of the documentation site: it looks through an index that is part of the site, and loads nothing.
"use strict";

{
  const MOST = 20;
  const field = document.getElementById("words");
  const found = document.getElementById("found");
  const root = document.body.dataset.root;
  const pages = globalThis.acslintPages.map((page) => ({
    ...page,
    of: [page.title, page.headings.join(" "), page.text].map((text) => text.toLowerCase()),
  }));

  /** Weight of a page for these words; 0 if it lacks one. */
  const weight = ({ of }, words) => {
    let sum = 0;
    for (const word of words) {
      const [inTitle, inHeadings, inText] = of.map((text) => text.includes(word));
      if (!inTitle && !inHeadings && !inText) return 0;
      sum += (inTitle ? 100 : 0) + (inHeadings ? 10 : 0) + (inText ? 1 : 0);
    }
    // Of equal pages, the one with the shorter title is more about the words.
    return sum + 1 / (1 + of[0].length);
  };

  /** The text around the first word. */
  const around = ({ text, of }, [word]) => {
    const at = Math.max(0, of[2].indexOf(word));
    return (at > 40 ? "… " : "") + text.slice(Math.max(0, at - 40), at + 120) + " …";
  };

  const search = () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    found.hidden = words.length === 0;
    if (words.length === 0) return;
    const hits = pages.map((page) => [weight(page, words), page]).filter(([sum]) => sum > 0);
    hits.sort(([one], [other]) => other - one);
    const count = document.createElement("p");
    count.textContent = hits.length === 1 ? "1 page" : `${hits.length} pages`;
    const list = document.createElement("ol");
    for (const [, page] of hits.slice(0, MOST)) {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = root + page.address;
      link.textContent = page.title;
      const text = document.createElement("p");
      text.textContent = around(page, words);
      item.append(link, text);
      list.append(item);
    }
    found.replaceChildren(count, list);
  };

  field.addEventListener("input", search);
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement === document.body) {
      event.preventDefault();
      field.focus();
    } else if (event.key === "Escape" && document.activeElement === field) {
      field.value = "";
      search();
    }
  });
}
