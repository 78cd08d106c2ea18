package main

import (
	"fmt"
	"go/types"
	"io"
	"strings"
)

// explain prints how a function comes to need something: who mentions whom, from what does it up to the command.
func (c *code) explain(question string, out io.Writer) error {
	words := strings.Fields(question)
	if len(words) < 2 {
		return fmt.Errorf("ask for a function and what it needs, such as \"typing chats DeleteItem\" or \"typing posts\", not %q", question)
	}
	main, found := c.mains[words[0]]
	if !found {
		return fmt.Errorf("there is no function %q", words[0])
	}
	does, err := c.storeActions()
	if err != nil {
		return err
	}
	needs := strings.Join(words[1:], " ")
	mentioned := c.reach(main)
	for o := range mentioned {
		if !c.does(o, needs, does[o]) {
			continue
		}
		for at := o; at != nil; at = mentioned[at] {
			if _, err := fmt.Fprintln(out, at); err != nil {
				return err
			}
		}
		return nil
	}
	return fmt.Errorf("%s does not need %q", words[0], needs)
}

func (c *code) does(o types.Object, needs string, actions []action) bool {
	for _, a := range actions {
		if a.table+" "+a.does == needs {
			return true
		}
	}
	what, beside := map[string]func(types.Object) bool{
		"posts": c.posts, "closes": c.closes, "timers": c.sendsTimers, "directory": c.asksDirectory,
	}[needs]
	return beside && what(o)
}
