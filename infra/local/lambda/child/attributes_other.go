//go:build !linux

package child

import "syscall"

// attributes has no word for "die with your parent" outside Linux. A function's process ends by itself when its
// Runtime API is gone; other children outlive a parent that was killed without a chance to stop them.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true}
}
