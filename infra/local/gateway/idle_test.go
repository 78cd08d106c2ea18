package gateway

import (
	"context"
	"net"
	"net/http"
	"runtime"
	"testing"

	"github.com/gobwas/ws"
)

func measureIdle(bm *testing.B, g *Gateway, ln net.Listener) {
	server := &http.Server{Handler: g}
	served := make(chan struct{})
	go func() { defer close(served); _ = server.Serve(ln) }() // ends with Close
	before := memory()
	conns := make([]net.Conn, 0, bm.N)
	for range bm.N {
		conn, _, _, err := ws.Dial(context.Background(), "ws://"+ln.Addr().String()+"/prod")
		if err != nil {
			bm.Fatal(err)
		}
		conns = append(conns, conn)
	}
	bm.ReportMetric(float64(memory()-before)/float64(bm.N), "B/socket")
	for _, conn := range conns {
		_ = conn.Close()
	}
	_ = g.Shutdown(context.Background()) // a context without end gives no error
	_ = server.Close()
	<-served
}

func memory() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapInuse + m.StackInuse
}
