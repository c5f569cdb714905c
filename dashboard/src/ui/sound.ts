import type { Severity } from '../model/alert.ts'

/** What can be heard: an alert by its severity, or that one was escalated. */
export type Tune = Severity | 'escalated'

/** Hertz and seconds; the graver, the higher and the more often. Made here, so that no file is fetched. */
const tunes: Record<Tune, readonly [number, number][]> = {
  P1: [[988, 0.14], [784, 0.14], [988, 0.14], [784, 0.14]],
  P2: [[784, 0.16], [988, 0.16]],
  P3: [[659, 0.2]],
  P4: [[523, 0.2]],
  escalated: [[659, 0.14], [784, 0.14], [988, 0.22]],
}

let context: AudioContext | undefined

/** Plays a sound. Returns false where the browser wants the officer to click first. */
export async function play(tune: Tune): Promise<boolean> {
  // Asked for before a click, the browser refuses and complains.
  if (navigator.userActivation && !navigator.userActivation.hasBeenActive) return false
  context ??= new AudioContext()
  if (context.state === 'suspended') await Promise.race([context.resume(), new Promise((resolve) => setTimeout(resolve, 2_000))])
  if (context.state !== 'running') return false
  let at = context.currentTime
  for (const [pitch, length] of tunes[tune]) {
    const tone = new OscillatorNode(context, { frequency: pitch, type: 'triangle' })
    const volume = new GainNode(context, { gain: 0 })
    volume.gain.setTargetAtTime(0.25, at, 0.01)
    volume.gain.setTargetAtTime(0, at + length * 0.7, 0.03)
    tone.connect(volume).connect(context.destination)
    tone.start(at)
    tone.stop(at + length)
    at += length + 0.04
  }
  return true
}
