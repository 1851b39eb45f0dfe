/** The style page: a button that rings, and the quality badge as a script shows it. */
import { toast } from "../core/page.js";
import { ring } from "../core/ring.js";

document.querySelectorAll("[data-rings]").forEach((button) => {
  button.addEventListener("click", () => {
    const overlay = document.getElementById(button.getAttribute("data-rings"));
    ring(overlay, { seconds: 30 }).then((how) => toast(how));
  });
});
