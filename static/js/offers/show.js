/**
 * An offer that changes while it is read shows its new state: the page is fetched again.
 * Nobody accepts terms that were replaced under their thumb; the server refuses it in any case.
 */
import { listen } from "../core/socket.js";

const offer = document.querySelector("[data-offer]");

if (offer && offer.dataset.audience) {
  const changed = (fact) => {
    if (fact.name.indexOf("offers.offer.") === 0 && fact.data.offer_id === offer.dataset.offer) {
      window.location.reload();
    }
  };
  listen(offer.dataset.audience, offer.dataset.audienceId, changed, { after: offer.dataset.position });
}
