import { useRef, useState } from "preact/hooks";
import type { Handover } from "../../../desk/handover.ts";

/** Width of a letter of a button's label, in the picture's units. */
const LETTER = 4.9;

/**
 * What a step does, drawn: text that is pasted into a page, or the button to press. It only repeats the words.
 * @param step a sentence of a Handover; GitHub's own words stand in 「」
 */
function Picture({ step }: { step: string }) {
  const label = /「([A-Z][A-Za-z ]+…?)」(?!分頁)/.exec(step)?.[1];
  const pastes = step.includes("貼上");
  if (!label && !pastes) return null;
  const width = (label?.length ?? 0) * LETTER + 14;
  return (
    <svg viewBox="0 0 170 64" width="170" height="64" aria-hidden="true" focusable="false">
      <g fill="none" stroke="currentColor">
        <rect x="0.5" y="0.5" width="169" height="63" />
        <path d="M0 10.5H170M6 5.5h.1M11 5.5h.1M16 5.5h.1" stroke-linecap="round" stroke-width="1.5" />
        <path d="M10 20.5h90M10 27.5h70" stroke-width="2" stroke-opacity="0.35" />
        {pastes && <path d="M10 34.5h110M10 41.5h80M10 48.5h95" stroke-width="2" />}
        {pastes && <path d="M112 44v9" stroke-width="1.5" />}
      </g>
      {!pastes && (
        <>
          <rect x={160 - width} y="38" width={width} height="17" fill="currentColor" />
          <text
            x={160 - width / 2}
            y="49.5"
            text-anchor="middle"
            font-size="9"
            font-family="sans-serif"
            fill="Canvas"
          >
            {label}
          </text>
        </>
      )}
    </svg>
  );
}

/** The way without a token: copy, open GitHub's page, follow the steps. */
export function HandoverSteps(props: {
  handover: Handover;
  /** Called when the person says that it is done there; without it no such button. */
  onDone?: () => void;
}) {
  const { handover, onDone } = props;
  const { url, clipboard, steps } = handover;
  const [copied, setCopied] = useState<"yes" | "no">();
  const details = useRef<HTMLDetailsElement>(null);
  const content = useRef<HTMLTextAreaElement>(null);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(clipboard!);
      setCopied("yes");
    } catch {
      // Browsers forbid it on some pages: then the person copies what is selected.
      setCopied("no");
      details.current!.open = true;
      content.current!.select();
    }
  };

  return (
    <>
      <ol class="steps">
        {clipboard !== undefined && (
          <li>
            <div>
              <p>複製內容，等一下要貼到 GitHub 的頁面。</p>
              <p class="buttons">
                <button type="button" class="button" onClick={() => void copy()}>
                  複製內容
                </button>
                <span role="status">
                  {copied === "yes" && "已複製。"}
                  {copied === "no" && "瀏覽器不允許自動複製：下面的文字已選取，請按 Ctrl+C。"}
                </span>
              </p>
              <details ref={details}>
                <summary>查看要貼上的內容</summary>
                <textarea aria-label="要貼上的內容" ref={content} readOnly rows={10} value={clipboard} />
              </details>
            </div>
          </li>
        )}
        <li>
          <div>
            <p>開啟 GitHub 的頁面（另開視窗）。</p>
            {/^https?:\/\//.test(url) && (
              <p class="buttons">
                <a class="button primary" href={url} target="_blank" rel="noreferrer">
                  開啟 GitHub
                </a>
              </p>
            )}
          </div>
        </li>
        {steps.map((step) => (
          <li key={step}>
            <div>
              <p>{step}</p>
              <Picture step={step} />
            </div>
          </li>
        ))}
      </ol>
      {onDone && (
        <p class="buttons">
          <button type="button" class="button" onClick={onDone}>
            我已在 GitHub 完成
          </button>
        </p>
      )}
    </>
  );
}
