// What stands where there is nothing, or where something went wrong: what is the case, what is safe, what one can do.

import type { ReactNode } from 'react'
import { Mark } from './Brand'
import { Icon } from './Icon'

interface Props {
  title: string
  text?: ReactNode
  icon?: string
  bad?: boolean
  children?: ReactNode
  /** The heading of a whole page, not of a pane. */
  page?: boolean
  className?: string
}

export function Empty({ title, text, icon, bad, children, page, className = '' }: Props) {
  const Title = page ? 'h1' : 'h2'
  return (
    <div className={`empty ${bad ? 'empty-bad' : ''} ${className}`} role={bad ? 'alert' : undefined}>
      {icon ? <Icon name={icon} large /> : <Mark size={44} />}
      <Title>{title}</Title>
      {text && (
        <p>
          <bdi>{text}</bdi>
        </p>
      )}
      {children && <div className="empty-acts">{children}</div>}
    </div>
  )
}
