// Languages as people call them. A browser tells a code, and a visitor's frame may hold anything.

const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'code' })

/** "Portuguese" for "pt", "British English" for "en-GB"; what is no code stays as it came. */
export function language(code: string | undefined): string | undefined {
  try {
    return code && names.of(code)
  } catch {
    return code
  }
}
