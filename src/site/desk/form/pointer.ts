/*
 * What changes the page while a button of the mouse is down moves the target away from under it: the press ends
 * elsewhere, and the click is lost. So what leaving a field shows waits until the press is over; what a button does
 * comes after it.
 */

let isDown = false;
let waiting: (() => void)[] = [];

function flush(): void {
  isDown = false;
  const tasks = waiting;
  waiting = [];
  for (const task of tasks) task();
}

/** Begins to watch; once for a page. */
export function watchPointer(): void {
  const capture = { capture: true };
  addEventListener("pointerdown", () => (isDown = true), capture);
  addEventListener(
    "click",
    // A radio button that is drawn anew within its click would lose it.
    (event) => {
      if (event.target instanceof Element && event.target.closest("button, a")) flush();
    },
    capture,
  );
  for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => setTimeout(flush), capture);
}

/** Runs a task at once, or when the pointer that is down is up again. */
export function onceReleased(task: () => void): void {
  if (isDown) waiting.push(task);
  else task();
}
