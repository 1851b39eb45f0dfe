/** How loud a stream is: calls `onLevel(0…1)` about ten times a second. Returns a function that stops it. */
export function meter(stream, onLevel) {
  const Context = window.AudioContext || window.webkitAudioContext;
  if (!Context || !stream.getAudioTracks().length) return () => undefined;
  const context = new Context();
  const source = context.createMediaStreamSource(stream);
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  source.connect(analyser);
  const samples = new Uint8Array(analyser.fftSize);
  const timer = setInterval(() => {
    if (context.state === "suspended") context.resume().catch(() => undefined);
    analyser.getByteTimeDomainData(samples);
    let sum = 0;
    samples.forEach((sample) => {
      const level = (sample - 128) / 128;
      sum += level * level;
    });
    // Speech lies near 0.05 to 0.3; the root spreads it over the bar.
    onLevel(Math.min(1, Math.sqrt(Math.sqrt(sum / samples.length))));
  }, 100);
  return () => {
    clearInterval(timer);
    source.disconnect();
    context.close().catch(() => undefined);
  };
}
