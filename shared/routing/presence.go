package routing

import (
	"slices"
	"time"
)

// Present is a log-in or a change of status (RT1, R13, R18).
func (a Agent) Present(status Status, tab string, at time.Time) Agent {
	in := a.Status == "" || a.Status == Offline
	a = a.changed(at)
	if in {
		a.Epoch++
		a.Exit = false
		a.Session = Session{LoginAt: at.UnixMilli(), Since: at.UnixMilli()}
	}
	a.Status, a.Tab, a.Silent = status, tab, false
	return a
}

// remembered is how many frames that set a status are known again.
const remembered = 8

// By notes the frame that sets her status. A copy of it that comes late, after newer ones, must not set it again.
func (a Agent) By(frame string) Agent {
	if frame == "" {
		return a
	}
	a.Acted = append(slices.Clone(a.Acted), frame)
	a.Acted = a.Acted[max(0, len(a.Acted)-remembered):]
	return a
}

// SetBy reports whether a frame has set her status before.
func (a Agent) SetBy(frame string) bool { return frame != "" && slices.Contains(a.Acted, frame) }

// Leave is a log-out, an exit or a loss: Offline under a new epoch, so that whatever was held under the old one is let
// go, however late (RT2, R17, R22). Her session ends when she was last there.
func (a Agent) Leave(exit bool, last time.Time) Agent {
	a = a.changed(last)
	a.Session.LogoutAt = max(last.UnixMilli(), a.Session.Since)
	a.Status, a.Exit, a.Out, a.Tab, a.Silent = Offline, exit, a.Epoch, "", false
	a.Epoch++
	return a
}

// StepAway is the Away that follows a decline or a push time-out where her configuration says so (RT12, R34–R36).
func (a Agent) StepAway(at time.Time) Agent {
	if a.Status != Online {
		return a
	}
	a = a.changed(at)
	a.Status = Away
	return a
}

// Hush passes an agent over whose console did not acknowledge an offer, until her next frame (RT11).
func (a Agent) Hush(at time.Time) Agent {
	a = a.changed(at)
	a.Silent = true
	return a
}

// Hear is that next frame.
func (a Agent) Hear(at time.Time) Agent {
	a = a.changed(at)
	a.Silent = false
	return a
}
