// The mark: two jacks and the cord between them.

export function Mark({ size }: { size: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      aria-hidden="true"
    >
      <circle cx="4" cy="5.5" r="2.2" />
      <circle cx="10" cy="5.5" r="2.2" opacity=".5" />
      <circle cx="16" cy="5.5" r="2.2" />
      <path d="M4 8.2c0 9.4 12 9.4 12 0" />
    </svg>
  )
}
