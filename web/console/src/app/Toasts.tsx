// Short sentences at the bottom: they go after a while, but not while somebody is at them; what went wrong
// stays, and so does what one should have read.

import { useEffect, useState } from 'react'
import { Icon } from '../parts/Icon'
import { words } from '../words'
import { type Toast as One, useShell } from './shell'

const SHOWN = 6_000

const icons = { plain: 'check', bad: 'warn', kept: 'info', help: 'flag' }

function Toast({ toast }: { toast: One }) {
  const dismiss = useShell((s) => s.dismiss)
  const [held, hold] = useState(false)
  useEffect(() => {
    if (held || toast.tone !== 'plain') return
    const timer = setTimeout(() => dismiss(toast.id), SHOWN)
    return () => clearTimeout(timer)
  }, [held, toast, dismiss])
  const does = () => {
    dismiss(toast.id)
    toast.act?.run()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only notes that somebody is reading it
    <div
      className={`toast pop toast-${toast.tone}`}
      onPointerEnter={() => hold(true)}
      onPointerLeave={() => hold(false)}
      onFocus={() => hold(true)}
      onBlur={() => hold(false)}
    >
      <Icon name={icons[toast.tone]} />
      <span className="grow">{toast.text}</span>
      {toast.act && (
        <button type="button" className="button" onClick={does}>
          {toast.act.label}
        </button>
      )}
      <button type="button" className="button button-quiet" onClick={() => dismiss(toast.id)}>
        {words.toast.dismiss}
      </button>
    </div>
  )
}

export function Toasts() {
  const toasts = useShell((s) => s.toasts)
  return (
    <div className="toasts" role="status">
      {toasts.map((t) => (
        <Toast key={t.id} toast={t} />
      ))}
    </div>
  )
}
