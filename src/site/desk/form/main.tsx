import { render } from "preact";
import { Desk } from "./Desk.tsx";
import { watchPointer } from "./pointer.ts";

watchPointer();
render(<Desk />, document.getElementById("desk")!);
