import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";

/**
 * A modal dialog: the browser's own, so that the focus stays within, Esc closes, and the focus returns to where it was.
 * @param props.busy closing would lose sight of something under way: Esc and the button do nothing
 */
export function Dialog(props: {
  title: string;
  onClose: () => void;
  busy?: boolean;
  children: ComponentChildren;
}) {
  const { title, onClose, busy = false, children } = props;
  const element = useRef<HTMLDialogElement>(null);
  const heading = useId();

  useLayoutEffect(() => {
    const dialog = element.current!;
    dialog.showModal();
    // Closing before it leaves the page gives the focus back.
    return () => dialog.close();
  }, []);

  return (
    <dialog
      class="dialog"
      ref={element}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        if (!busy) onClose();
      }}
      // Browsers close at the second Esc without asking.
      onClose={() => {
        if (!element.current?.isConnected) return;
        if (busy) element.current.showModal();
        else onClose();
      }}
    >
      <header>
        <h2 id={heading}>{title}</h2>
        <button type="button" class="button" disabled={busy} onClick={onClose}>
          關閉
        </button>
      </header>
      {children}
    </dialog>
  );
}
