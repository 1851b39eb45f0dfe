/**
 * The page where a code is typed: the button for another one waits a minute, since messages take that long; six
 * digits are sent as soon as they stand there, as the phone's own suggestion fills them in at once.
 */
function waitBefore(button) {
  const line = document.getElementById(button.getAttribute("data-after-wait"));
  const sentence = line.getAttribute("data-words");
  const until = Date.now() + Number(line.getAttribute("data-wait-s")) * 1000;
  button.disabled = true;
  line.hidden = false;
  const tick = () => {
    const left = Math.ceil((until - Date.now()) / 1000);
    if (left > 0) {
      line.textContent = sentence.replace("{seconds}", String(left));
      return;
    }
    clearInterval(timer);
    line.hidden = true;
    button.disabled = false;
  };
  const timer = setInterval(tick, 1000);
  tick();
}

function sendWhenComplete(input) {
  input.addEventListener("input", () => {
    const digits = input.value.replace(/\D/g, "").slice(0, 6);
    if (digits !== input.value) input.value = digits;
    if (digits.length === 6 && !input.form.hasAttribute("data-sent")) {
      input.form.querySelector('button[type="submit"]').click();
    }
  });
}

document.querySelectorAll("[data-after-wait]").forEach(waitBefore);
const input = document.getElementById("f-code");
if (input) {
  sendWhenComplete(input);
  input.focus();
}
