package site

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
)

const (
	index        = "index.html"
	withoutSlash = "." // the root itself, asked for without its last slash
)

var (
	errNotThere = errors.New("site: not there")
	errSlash    = errors.New("site: a folder is asked for without its slash")
)

// file is what answers a path.
type file struct {
	name    string // below the root's folder
	content []byte
	packed  map[string][]byte // encoding → what a build has packed already
}

// find answers the file for a path below the root: errNotThere, or errSlash for a folder with a page. The folder is opened
// anew each time, because a build may have replaced it, and never left, whatever links lie in it.
func (r Root) find(below string) (file, error) {
	dir, err := os.OpenRoot(r.Dir)
	if err != nil {
		return file{}, err
	}
	defer func() { _ = dir.Close() }()
	if below == withoutSlash {
		return file{}, errSlash
	}
	name := below
	if name == "" || strings.HasSuffix(name, "/") {
		name += index
	}
	if !plain(name) {
		return file{}, errNotThere
	}
	f, err := r.read(dir, name)
	if r.SinglePage && errors.Is(err, errNotThere) && !strings.Contains(below, ".") {
		return r.read(dir, index)
	}
	return f, err
}

// plain tells whether a name is one that a build writes: no way up, nothing hidden, no other system's separator.
func plain(name string) bool {
	if strings.ContainsAny(name, "\\\x00") {
		return false
	}
	for part := range strings.SplitSeq(name, "/") {
		if part == "" || strings.HasPrefix(part, ".") {
			return false
		}
	}
	return true
}

func (r Root) read(dir *os.Root, name string) (file, error) {
	content, err := readAll(dir, name)
	if err != nil {
		return file{}, err
	}
	f := file{name: name, content: content, packed: map[string][]byte{}}
	if r.fills(name) {
		f.content, err = r.Fill.apply(name, content)
		return f, err // what a build has packed knows no values
	}
	for encoding, ending := range map[string]string{"br": ".br", "gzip": ".gz"} {
		if ready, err := readAll(dir, name+ending); err == nil {
			f.packed[encoding] = ready
		}
	}
	return f, nil
}

func (r Root) fills(name string) bool { return r.Fill != nil && path.Ext(name) == ".html" }

func readAll(dir *os.Root, name string) ([]byte, error) {
	f, err := dir.Open(name)
	if err != nil {
		return nil, notThere(err)
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		if page, err := dir.Stat(name + "/" + index); err == nil && page.Mode().IsRegular() {
			return nil, errSlash
		}
		return nil, errNotThere
	}
	if !info.Mode().IsRegular() {
		return nil, errNotThere
	}
	return io.ReadAll(f)
}

// notThere says the same of what does not exist and of what leads out of the folder: neither may tell of the machine.
func notThere(err error) error {
	if errors.Is(err, fs.ErrPermission) {
		return err
	}
	return errNotThere
}
