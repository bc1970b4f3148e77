import { useId, useState } from "preact/hooks";
import type { CsvPreview } from "../../../desk/csv-preview.ts";
import { rowCounter } from "../../../desk/csv-rows.ts";

/** What of a file goes into the form. */
export type CsvUse = { fieldDescription: string } | { numberOfData: string } | { charset: string };

/** More of a file is not read cell by cell: enough for its columns, and quick on a slow computer. */
const MOST_BYTES = 2 * 1024 * 1024;

/** `rows` is missing where the whole file can't be counted. */
type Result = { file: string; rows?: number } & ({ preview: CsvPreview } | { problem: string });

/** Rows below the heading, of a file of any size; piece by piece, so that the page stays alive. */
async function countRows(file: File, preview: CsvPreview): Promise<number | undefined> {
  if (preview.charset === "UTF-16") return undefined;
  const counter = rowCounter(preview.delimiter);
  const reader = file.stream().getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) counter.push(piece.value);
  return counter.end() - 1;
}

/**
 * A CSV file, dropped or chosen: its columns, encoding and number of rows for the form. The file stays in the browser.
 * @param props.name of the distribution, so that each one's control has a name of its own
 */
export function CsvDrop(props: { name: string; onUse: (use: CsvUse) => void }) {
  const { name, onUse } = props;
  const [result, setResult] = useState<Result>();
  const [used, setUsed] = useState<readonly string[]>([]);
  const id = useId();

  const read = async (file: File | undefined) => {
    if (!file) return;
    setUsed([]);
    const truncated = file.size > MOST_BYTES;
    try {
      const bytes = new Uint8Array(await file.slice(0, MOST_BYTES).arrayBuffer());
      const { previewCsv } = await import("../../../desk/csv-preview.ts");
      const preview = previewCsv(bytes, truncated);
      if ("problem" in preview) return setResult({ file: file.name, ...preview });
      const rows = truncated ? await countRows(file, preview) : preview.rows;
      setResult({ file: file.name, preview, ...(rows === undefined ? {} : { rows }) });
    } catch {
      setResult({ file: file.name, problem: "檔案讀取失敗，請再選一次。" });
    }
  };
  const use = (label: string, value: CsvUse) => {
    onUse(value);
    setUsed([...used, label]);
  };

  return (
    <details class="csv">
      <summary>
        由 CSV 檔帶入欄位說明、編碼與資料量<span class="vh">（{name}）</span>
      </summary>
      <p class="control">
        <label for={id}>選擇 CSV 檔，或把檔案拖到這裡</label>
        <span id={`${id}-help`} class="hint">
          檔案只在這個瀏覽器裡讀取，不會上傳。
        </span>
        <input
          id={id}
          class="drop"
          type="file"
          accept=".csv,.tsv,.txt,text/csv"
          aria-describedby={`${id}-help`}
          onChange={(event) => void read(event.currentTarget.files?.[0])}
        />
      </p>
      <div role="status">
        {result && "problem" in result && (
          <p class="error">
            {result.file}：{result.problem}
          </p>
        )}
        {result && "preview" in result && (
          <p>
            {result.file}：{result.preview.encoding}，{result.preview.columns.length} 欄
            {result.rows === undefined ? "" : `，${result.rows.toLocaleString("en-US")} 筆`}。
            {used.length > 0 && `已帶入${used.join("、")}。`}
          </p>
        )}
      </div>
      {result && "preview" in result && <CsvFacts result={result} use={use} />}
    </details>
  );
}

function CsvFacts(props: {
  result: { preview: CsvPreview; rows?: number };
  use: (label: string, value: CsvUse) => void;
}) {
  const { use } = props;
  const { preview, rows } = props.result;
  return (
    <>
      {preview.notes.length + preview.personal.length > 0 && (
        <ul>
          {preview.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
          {preview.personal.length > 0 && (
            <li class="error">
              疑似含有個人資料（
              {[...new Set(preview.personal.map(({ masked }) => masked))].slice(0, 3).join("、")}
              ），公開前請先去識別化。
            </li>
          )}
        </ul>
      )}
      <p class="buttons">
        <button
          type="button"
          class="button small"
          onClick={() => use("主要欄位說明", { fieldDescription: preview.fieldDescription })}
        >
          帶入主要欄位說明
        </button>
        <button
          type="button"
          class="button small"
          onClick={() => use("編碼格式", { charset: preview.charset })}
        >
          帶入編碼格式
        </button>
        {rows !== undefined && (
          <button
            type="button"
            class="button small"
            onClick={() => use("資料量", { numberOfData: String(rows) })}
          >
            帶入資料量
          </button>
        )}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: without a mouse it is scrolled with the focus on it. */}
      <section class="scroll" aria-label="檔案的前幾列" tabIndex={0}>
        <table>
          <thead>
            <tr>
              {preview.columns.map((column, index) => (
                <th key={index} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {preview.sample.map((row, index) => (
              <tr key={index}>
                {row.map((cell, at) => (
                  <td key={at}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}
