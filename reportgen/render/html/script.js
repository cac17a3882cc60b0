for (const table of document.querySelectorAll("table[data-sort]")) {
  const body = table.tBodies[0];
  const number = text => {
    const plain = text.replace(/[,\s+%×]/g, "").replace(/\u2212/g, "-").replace(/[^\d.\-].*$/, "");
    return plain === "" || isNaN(plain) ? null : Number(plain);
  };
  const compare = (a, b) => {
    const x = number(a), y = number(b);
    if (x !== null && y !== null) return x - y;
    if (x !== null || y !== null) return x === null ? 1 : -1;
    return a.localeCompare(b, document.documentElement.lang);
  };
  const heads = table.tHead.rows[table.tHead.rows.length - 1].cells;
  [...heads].forEach((head, index) => {
    if (head.classList.contains("g") || !head.textContent.trim()) return;
    const button = document.createElement("button");
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "descending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "ascending" : "descending");
      const rows = [...body.rows].filter(row => !row.classList.contains("tot"));
      const text = row => row.cells[index] ? row.cells[index].textContent.trim() : "";
      rows.sort((a, b) => compare(text(a), text(b)) * (down ? 1 : -1));
      const total = body.querySelector("tr.tot");
      for (const row of rows) body.insertBefore(row, total);
    });
  });
  if (body.rows.length > 20 && table.dataset.filter) {
    const box = document.createElement("input");
    box.type = "search";
    box.className = "filter";
    box.placeholder = table.dataset.filter;
    box.setAttribute("aria-label", table.dataset.filter);
    box.addEventListener("input", () => {
      const wanted = box.value.trim().toLowerCase();
      for (const row of body.rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
    });
    table.parentElement.before(box);
  }
}
