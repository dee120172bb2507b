import type { CodeReader } from '../codes/read-codes.ts';

/** Shows what the camera sees and hands on the codes in it, until stopped. Rejects when there is no camera, or it may not be used. */
export async function watchCamera(
  video: HTMLVideoElement,
  read: CodeReader,
  found: (texts: readonly string[]) => void,
): Promise<() => void> {
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: 'environment', width: { ideal: 1920 }, height: { ideal: 1080 } },
  });
  video.srcObject = stream;
  await video.play();
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  let running = true;
  const look = async (): Promise<void> => {
    if (!running || context === null) return;
    [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
    context.drawImage(video, 0, 0);
    const seen = await read(context.getImageData(0, 0, canvas.width, canvas.height));
    if (running && seen.length > 0) found(seen);
    requestAnimationFrame(() => void look());
  };
  void look();
  return () => {
    running = false;
    for (const track of stream.getTracks()) track.stop();
  };
}
