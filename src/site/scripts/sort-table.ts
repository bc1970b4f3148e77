/** Tables whose headings sort them: names by the order of the language, numbers by size. Without this they stay as they came. */

const collator = new Intl.Collator(document.documentElement.lang);

function sortBy(table: HTMLTableElement, heading: HTMLTableCellElement): void {
  const isNumber = heading.classList.contains("number");
  const sorted = heading.getAttribute("aria-sort");
  // Names begin with the first, numbers with the largest.
  const descending = sorted ? sorted === "ascending" : isNumber;
  for (const other of table.tHead!.rows[0]!.cells) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", descending ? "descending" : "ascending");
  const body = table.tBodies[0]!;
  const keyed = [...body.rows].map((row) => ({
    row,
    text: row.cells[heading.cellIndex]!.textContent.trim(),
  }));
  const sizeOf = (text: string) => Number(text.replaceAll(",", ""));
  const sign = descending ? -1 : 1;
  keyed.sort(
    (a, b) => sign * (isNumber ? sizeOf(a.text) - sizeOf(b.text) : collator.compare(a.text, b.text)),
  );
  body.append(...keyed.map(({ row }) => row));
}

for (const table of document.querySelectorAll<HTMLTableElement>("table[data-sortable]")) {
  for (const heading of table.tHead!.rows[0]!.cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.sort = "";
    button.append(...heading.childNodes);
    button.addEventListener("click", () => sortBy(table, heading));
    heading.append(button);
  }
  const note = table.previousElementSibling;
  if (note instanceof HTMLElement && "sortNote" in note.dataset) note.hidden = false;
}
