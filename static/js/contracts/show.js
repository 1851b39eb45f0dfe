/**
 * A contract's page follows the contract: when the other side signs, or the seal is made, it is fetched again.
 * A form that was begun is left alone.
 */
import { listen } from "../core/socket.js";

const contract = document.querySelector("[data-contract]");
let typing = false;

document.addEventListener("input", () => {
  typing = true;
});

if (contract) {
  const after = contract.dataset.position;
  listen(
    "contract",
    contract.dataset.contract,
    () => {
      if (!typing) window.location.reload();
    },
    { after },
  );
}
