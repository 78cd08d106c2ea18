package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var (
	// Fields of a row that hold its title.
	titleKeys = []string{"name", "title", "rule", "story", "what"}
	// A string that can only be a title, in whichever place of a table: "R17: …", "R72, Q9: …", "CH3 (R72): …".
	clearly = regexp.MustCompile(`^[A-Z]+[0-9]+(?:[–-]R?[0-9]+)?(?:, [A-Z]+[0-9]+(?:[–-]R?[0-9]+)?)*(?: \([^)]*\))?: `)
)

// goTitles are the titles of the tests in a Go test file: names of test functions, first arguments of Run, and titles of
// rows in tables. What is said in a comment, or when a test fails, is no title.
func goTitles(path string, source []byte) ([]test, error) {
	file, err := parser.ParseFile(token.NewFileSet(), path, source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	var found []test
	add := func(title string) {
		if title != "" {
			found = append(found, test{path: path, title: title, numbers: numbers(title)})
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			if n.Recv == nil && strings.HasPrefix(n.Name.Name, "Test") {
				found = append(found, test{path: path, title: n.Name.Name, numbers: numbersOfName(n.Name.Name)})
			}
		case *ast.CallExpr:
			if run, ok := n.Fun.(*ast.SelectorExpr); ok && run.Sel.Name == "Run" && len(n.Args) > 1 {
				add(words(n.Args[0]))
			}
		case *ast.CompositeLit:
			for _, title := range rowTitles(n) {
				add(title)
			}
		}
		return true
	})
	return found, nil
}

// rowTitles are the titles that a table holds itself: those of its rows, its keys, and strings that are clearly titles.
// Rows that are tables in turn are asked by themselves.
func rowTitles(table *ast.CompositeLit) []string {
	var found []string
	for i, element := range table.Elts {
		key, value := "", element
		if pair, ok := element.(*ast.KeyValueExpr); ok {
			value = pair.Value
			if id, ok := pair.Key.(*ast.Ident); ok {
				key = id.Name
			} else if title := words(pair.Key); title != "" {
				found = append(found, title)
			}
		}
		title := words(value)
		first := i == 0 && element == value && isRow(table)
		if first || slices.Contains(titleKeys, key) || clearly.MatchString(title) {
			found = append(found, title)
		}
	}
	return found
}

// isRow says whether a literal may be a row of a table: its type is left out, or it is no list of its own.
func isRow(lit *ast.CompositeLit) bool {
	switch lit.Type.(type) {
	case nil, *ast.Ident, *ast.StructType:
		return true
	}
	return false
}

// words is the text of a title; what is only known when the test runs is three dots. Without text it is empty.
func words(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		if text, err := strconv.Unquote(e.Value); err == nil && e.Kind == token.STRING {
			return text
		}
	case *ast.ParenExpr:
		return words(e.X)
	case *ast.BinaryExpr:
		left, right := words(e.X), words(e.Y)
		if e.Op == token.ADD && left+right != "" {
			return orDots(left) + orDots(right)
		}
	case *ast.CallExpr:
		if f, ok := e.Fun.(*ast.SelectorExpr); ok && f.Sel.Name == "Sprintf" && len(e.Args) > 0 {
			return verb.ReplaceAllString(words(e.Args[0]), "…")
		}
	}
	return ""
}

var verb = regexp.MustCompile(`%[-+# 0-9.]*[a-z]`)

func orDots(text string) string {
	if text == "" {
		return "…"
	}
	return text
}
