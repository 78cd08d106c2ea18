// Two short tones, made on the spot: a request has come, and she is out. Browsers keep still until the page was touched.

let context: AudioContext | undefined

interface Note {
  /** Hertz, and from when to when in seconds. */
  pitch: number
  from: number
  to: number
}

const TONES = {
  request: [
    { pitch: 880, from: 0, to: 0.14 },
    { pitch: 1175, from: 0.16, to: 0.34 },
  ],
  logout: [
    { pitch: 587, from: 0, to: 0.16 },
    { pitch: 392, from: 0.18, to: 0.42 },
  ],
} satisfies Record<string, Note[]>

export type Tone = keyof typeof TONES

const LOUD = 0.12

/** Makes ready to be heard as soon as the page is touched. */
export function readySound(): void {
  const wake = () => {
    context ??= new AudioContext()
    void context.resume()
  }
  addEventListener('pointerdown', wake, { once: true })
  addEventListener('keydown', wake, { once: true })
}

/** Later than this a tone is about nothing any more. */
const LATE = 2_000

/** Plays a tone; where the browser does not let it be heard, nothing happens. */
export function play(tone: Tone): void {
  if (typeof AudioContext === 'undefined') return
  context ??= new AudioContext()
  const [on, asked] = [context, Date.now()]
  // A page that was never touched may wait long to be heard.
  on.resume().then(
    () => Date.now() - asked < LATE && TONES[tone].forEach((n) => void sound(on, n)),
    () => undefined,
  )
}

function sound(on: AudioContext, { pitch, from, to }: Note): void {
  const at = on.currentTime
  const [voice, level] = [on.createOscillator(), on.createGain()]
  voice.frequency.value = pitch
  level.gain.setValueAtTime(0, at + from)
  level.gain.linearRampToValueAtTime(LOUD, at + from + 0.02)
  level.gain.exponentialRampToValueAtTime(0.001, at + to)
  voice.connect(level).connect(on.destination)
  voice.start(at + from)
  voice.stop(at + to)
}
