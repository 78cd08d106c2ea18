package main

import (
	"errors"
	"fmt"
	"go/ast"
	"go/types"
	"path"
	"strings"

	"golang.org/x/tools/go/packages"
)

// code is the product's own functions with what each refers to. Whoever mentions a function can run it: calls, method
// values, closures and interface methods count alike. That is more than ever runs, and never less.
type code struct {
	store  string // the package whose functions read and write the tables
	mains  map[string]*types.Func
	bodies map[types.Object]body
	types  []*types.Named
}

// body is where a function, or a variable of a package, says what it does.
type body struct {
	node ast.Node
	info *types.Info
}

// load reads the packages of a pattern and all of ours that they need.
func load(root, store, pattern string) (*code, error) {
	roots, err := packages.Load(&packages.Config{
		Dir:  root,
		Mode: packages.NeedName | packages.NeedSyntax | packages.NeedTypes | packages.NeedTypesInfo | packages.NeedImports | packages.NeedDeps,
	}, pattern)
	if err != nil {
		return nil, err
	}
	c := &code{store: store, mains: map[string]*types.Func{}, bodies: map[types.Object]body{}}
	var broken error
	packages.Visit(roots, nil, func(p *packages.Package) {
		if !c.ours(p.PkgPath) {
			return
		}
		for _, e := range p.Errors {
			broken = errors.Join(broken, e)
		}
		c.add(p)
	})
	if len(c.mains) == 0 && broken == nil {
		broken = fmt.Errorf("there is no command below %s", pattern)
	}
	return c, broken
}

// ours reports whether a package is part of the module that the store is part of.
func (c *code) ours(pkg string) bool {
	module, _, _ := strings.Cut(c.store, "/")
	return pkg == module || strings.HasPrefix(pkg, module+"/")
}

func (c *code) add(p *packages.Package) {
	for _, file := range p.Syntax {
		for _, d := range file.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				f, ok := p.TypesInfo.Defs[d.Name].(*types.Func)
				if !ok || d.Body == nil {
					continue
				}
				c.bodies[f] = body{d.Body, p.TypesInfo}
				if p.Name == "main" && f.Name() == "main" {
					c.mains[path.Base(p.PkgPath)] = f
				}
			case *ast.GenDecl:
				c.addVariables(d, p.TypesInfo)
			}
		}
	}
	scope := p.Types.Scope()
	for _, name := range scope.Names() {
		if t, ok := scope.Lookup(name).(*types.TypeName); ok {
			if named, ok := t.Type().(*types.Named); ok && !types.IsInterface(named) {
				c.types = append(c.types, named)
			}
		}
	}
}

// addVariables notes the values of variables: a table of functions is a way to call each of them.
func (c *code) addVariables(d *ast.GenDecl, info *types.Info) {
	for _, spec := range d.Specs {
		values, ok := spec.(*ast.ValueSpec)
		if !ok {
			continue
		}
		for _, name := range values.Names {
			if v, ok := info.Defs[name].(*types.Var); ok && len(values.Values) > 0 {
				c.bodies[v] = body{values, info}
			}
		}
	}
}

// mentions calls see with every object that the body of an object mentions.
func (c *code) mentions(of types.Object, see func(types.Object)) {
	b, ok := c.bodies[of]
	if !ok {
		return
	}
	ast.Inspect(b.node, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if o := b.info.Uses[id]; o != nil {
				see(o)
			}
		}
		return true
	})
}

// reach is everything that a function can come to, itself included, each with what mentions it first.
func (c *code) reach(from types.Object) map[types.Object]types.Object {
	mentioned := map[types.Object]types.Object{from: nil}
	queue := []types.Object{from}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		c.mentions(at, func(o types.Object) {
			for _, to := range c.means(o) {
				if _, seen := mentioned[to]; !seen {
					mentioned[to] = at
					queue = append(queue, to)
				}
			}
		})
	}
	return mentioned
}

// means is what may run where an object is mentioned: itself, or every method of ours that an interface's stands for.
func (c *code) means(o types.Object) []types.Object {
	f, ok := o.(*types.Func)
	if !ok {
		return []types.Object{o}
	}
	f = f.Origin()
	list := []types.Object{f}
	recv := f.Signature().Recv()
	if recv == nil || !types.IsInterface(recv.Type()) {
		return list
	}
	face, ok := recv.Type().Underlying().(*types.Interface)
	for _, t := range c.types {
		if pointer := types.NewPointer(t); ok && types.Implements(pointer, face) {
			if m, _, _ := types.LookupFieldOrMethod(pointer, true, f.Pkg(), f.Name()); m != nil {
				list = append(list, m)
			}
		}
	}
	return list
}
