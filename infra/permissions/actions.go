package main

import (
	"errors"
	"fmt"
	"go/ast"
	"go/types"
	"maps"
	"path"
	"slices"
	"strings"
)

// action is something done to a table, as IAM calls it.
type action struct{ table, does string }

// What the store's words mean: its verbs and the driver's reads as IAM's actions, its tables by their constants. A
// transaction needs the actions of its parts.
var (
	verbs  = map[string]string{"Put": "PutItem", "Set": "UpdateItem", "Delete": "DeleteItem", "Check": "ConditionCheckItem"}
	reads  = map[string]string{"Get": "GetItem", "Query": "Query"}
	tables = map[string]string{"Chats": "chats", "Desk": "desk"}
)

// grant is what one command needs.
type grant struct {
	tables                map[string][]string // actions by table, sorted
	posts, closes, timers bool
	directory             bool // asks who may sign in
}

// grants are what each command needs, by its name.
func (c *code) grants() (map[string]grant, error) {
	does, err := c.storeActions()
	if err != nil {
		return nil, err
	}
	granted := map[string]grant{}
	for name, main := range c.mains {
		g := grant{tables: map[string][]string{}}
		for o := range c.reach(main) {
			for _, a := range does[o] {
				g.tables[a.table] = append(g.tables[a.table], a.does)
			}
			g.posts = g.posts || c.posts(o)
			g.closes = g.closes || c.closes(o)
			g.directory = g.directory || c.asksDirectory(o)
			g.timers = g.timers || c.sendsTimers(o)
		}
		for table, list := range g.tables {
			slices.Sort(list)
			g.tables[table] = slices.Compact(list)
		}
		granted[name] = g
	}
	return granted, nil
}

func (c *code) posts(o types.Object) bool       { return c.isMethod(o, "push", "Sender", "Send") }
func (c *code) closes(o types.Object) bool      { return c.isMethod(o, "push", "Sender", "Drop") }
func (c *code) sendsTimers(o types.Object) bool { return c.isMethod(o, "timer", "Sender", "Send") }
func (c *code) asksDirectory(o types.Object) bool {
	return c.isMethod(o, "directory", "Directory", "Disabled")
}

// isMethod reports whether an object is a method of an interface of a package beside the store.
func (c *code) isMethod(o types.Object, pkg, face, method string) bool {
	f, ok := o.(*types.Func)
	if !ok || f.Name() != method || f.Pkg() == nil || f.Pkg().Path() != path.Join(path.Dir(c.store), pkg) || f.Signature().Recv() == nil {
		return false
	}
	named, ok := f.Signature().Recv().Type().(*types.Named)
	return ok && types.IsInterface(named) && named.Obj().Name() == face
}

// storeActions is what each function of the store does to a table. One that does something to whatever it is handed (a
// range, say) does it for those who hand it over. A function that does something must know one table and no more: else
// nobody could say what it needs.
func (c *code) storeActions() (map[types.Object][]action, error) {
	doings, lends := map[types.Object][]string{}, map[types.Object]bool{}
	own := c.storeFunctions()
	for f, b := range own {
		doings[f] = doing(b)
		lends[f] = len(doings[f]) > 0 && len(c.tablesOf(f)) == 0
	}
	actions, borrowed := map[types.Object][]action{}, map[types.Object]bool{}
	var unclear error
	for f := range own {
		if lends[f] {
			continue
		}
		all := doings[f]
		c.mentions(f, func(o types.Object) {
			if lends[o] {
				all, borrowed[o] = append(all, doings[o]...), true
			}
		})
		known := c.tablesOf(f)
		if len(all) > 0 && len(known) != 1 {
			unclear = errors.Join(unclear, fmt.Errorf("%s does %v to the tables %v: one function, one table", f.Name(), all, known))
			continue
		}
		for _, what := range all {
			actions[f] = append(actions[f], action{known[0], what})
		}
	}
	for f := range lends {
		if lends[f] && !borrowed[f] {
			unclear = errors.Join(unclear, fmt.Errorf("%s does %v, and nobody says to which table", f.Name(), doings[f]))
		}
	}
	return actions, unclear
}

func (c *code) storeFunctions() map[types.Object]body {
	own := map[types.Object]body{}
	for o, b := range c.bodies {
		if f, ok := o.(*types.Func); ok && f.Pkg().Path() == c.store {
			own[f] = b
		}
	}
	return own
}

// doing is what a body does to a table: the operations that it makes, and what it asks the driver for.
func doing(b body) []string {
	var list []string
	ast.Inspect(b.node, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.KeyValueExpr: // Op{Verb: Put}
			if key, ok := n.Key.(*ast.Ident); ok && key.Name == "Verb" {
				if value, ok := n.Value.(*ast.Ident); ok {
					list = append(list, verbs[value.Name])
				}
			}
		case *ast.SelectorExpr: // s.driver.Get
			if of, ok := n.X.(*ast.SelectorExpr); ok && of.Sel.Name == "driver" && reads[n.Sel.Name] != "" {
				list = append(list, reads[n.Sel.Name])
			}
		}
		return true
	})
	return list
}

// tablesOf are the tables that a function names, itself or through the keys that it makes.
func (c *code) tablesOf(f types.Object) []string {
	set := map[string]bool{}
	c.mentions(f, func(o types.Object) {
		if o.Pkg() == nil || o.Pkg().Path() != c.store {
			return
		}
		if k, ok := o.(*types.Const); ok && tables[k.Name()] != "" {
			set[tables[k.Name()]] = true
		}
		if o != f && c.bodies[o].node != nil && strings.HasSuffix(strings.ToLower(o.Name()), "key") {
			for _, t := range c.tablesOf(o) {
				set[t] = true
			}
		}
	})
	return slices.Sorted(maps.Keys(set))
}
