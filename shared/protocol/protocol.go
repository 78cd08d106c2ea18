// Package protocol is every frame on the socket, as Go structs from which JSON Schema, TypeScript and AsyncAPI are
// generated. Frames that a client sends carry `action`, frames that it receives carry `type`. Times are milliseconds
// since 1970 by the server's clock; ids that a client makes are 1–64 characters of [A-Za-z0-9_-].
//
// A frame that changes something carries `id`, made by the client and sent again unchanged until it is answered, and
// `after`, the newest seq of the chat's public log up to which the client holds every event. Its answer is an Ack or
// an Error with the same id; no answer within 8 seconds means "unknown": send the same frame again.
package protocol

// Subprotocol is what a client offers in Sec-WebSocket-Protocol beside its ticket ("ticket.<ticket>"), and what the
// server echoes.
const Subprotocol = "switchboard.v1"

// TicketPrefix precedes the one-time ticket in Sec-WebSocket-Protocol.
const TicketPrefix = "ticket."

// Limits of what a client may send (R26). Code points, bytes, or items.
const (
	MaxID            = 64
	MaxText          = 4096
	MaxTextBytes     = 16 << 10
	MaxName          = 80
	MaxDetailLabel   = 80
	MaxDetailValue   = 1000
	MaxDetails       = 20
	MaxField         = 200     // browser, language, screen, platform
	MaxURL           = 2000    // page, referrer
	MaxHeld          = 100     // chats named in one resume or beat
	MaxTargets       = 10      // whom a visitor asks for, in order
	MaxDraft         = 4096    // what is written and not sent yet
	MaxPosition      = 1 << 53 // of a draft
	MaxPage          = 30 << 10
	MaxFrame         = 32 << 10
	ChatSecretLength = 43 // 256 bits, base64url without padding
)
