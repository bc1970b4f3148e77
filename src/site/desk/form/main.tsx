import { render } from "preact";
import { Desk } from "./Desk.tsx";

render(<Desk />, document.getElementById("desk")!);
