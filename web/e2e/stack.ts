// The local product as a test starts it: on free ports, on data of its own, with waits of seconds.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** Where pictures and the stack's log are kept. */
export const shots = join(root, 'test-results/e2e')
mkdirSync(shots, { recursive: true })

export interface Addresses {
  site: string
  api: string
  controls: string
  issuer: string
}

export class Stack {
  readonly at: Addresses
  private process: ChildProcess
  private data: string

  private constructor(at: Addresses, process: ChildProcess, data: string) {
    this.at = at
    this.process = process
    this.data = data
  }

  /** Starts the binaries that are deployed; `memory` all functions in one process. */
  static async start(clocks: Record<string, string>, memory = false): Promise<Stack> {
    const data = mkdtempSync(join(tmpdir(), 'switchboard-e2e-'))
    const file = join(data, 'addresses.json')
    const binary = join(root, '.build/local')
    execFileSync('go', ['build', '-o', binary, './infra/local'], { cwd: root, stdio: 'inherit' })
    const args = [
      '-port',
      '0',
      '-data',
      data,
      '-addresses',
      file,
      '-sweep',
      '5s',
      '-verbose',
      '-clocks',
      JSON.stringify(clocks),
    ]
    if (memory) args.push('-memory')
    let said = ''
    const child = spawn(binary, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    child.stdout.on('data', (d) => {
      said += d
    })
    child.stderr.on('data', (d) => {
      said += d
    })
    child.stderr.pipe(createWriteStream(join(shots, 'stack.log')))
    for (let i = 0; i < 600; i++) {
      if (child.exitCode !== null) throw new Error(`the stack ended: ${said}`)
      try {
        return new Stack(JSON.parse(readFileSync(file, 'utf8')), child, data)
      } catch {
        await new Promise((r) => setTimeout(r, 200))
      }
    }
    child.kill('SIGKILL')
    throw new Error(`the stack did not start: ${said}`)
  }

  async stop(): Promise<void> {
    const ended = new Promise((r) => this.process.once('exit', r))
    this.process.kill('SIGTERM')
    await ended
    rmSync(this.data, { recursive: true, force: true })
  }

  /** Switches a fault, as the control surface takes it, and returns the state that it answers. */
  async control(part: 'gateway' | 'timers' | 'stream' | 'sweep', order?: object): Promise<Record<string, unknown>> {
    const answer = await fetch(`${this.at.controls}/${part}`, {
      method: order ? 'POST' : 'GET',
      headers: { 'content-type': 'application/json' },
      body: order ? JSON.stringify(order) : undefined,
    })
    if (!answer.ok) throw new Error(`${part}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as Record<string, unknown>
  }

  /** How often a fault of the gateway has fired. */
  async fired(fault: string): Promise<number> {
    const { fired } = (await this.control('gateway')) as { fired: Record<string, number> }
    return fired[fault] ?? 0
  }
}
