/** Defines the element; loading the script a second time changes nothing. */
import { GroundWork } from "./element";

if (!customElements.get("ground-work")) customElements.define("ground-work", GroundWork);
