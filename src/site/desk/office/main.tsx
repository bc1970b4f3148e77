import { render } from "preact";
import { Office } from "./Office.tsx";

render(<Office />, document.getElementById("desk")!);
