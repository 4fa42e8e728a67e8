package main

import (
	"flag"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"

	"example.com/acme/edge-proxy/internal/limit"
	"example.com/acme/edge-proxy/internal/proxy"
)

func main() {
	listen := flag.String("listen", ":8080", "address to listen on")
	upstream := flag.String("upstream", "http://localhost:3000", "where requests go")
	perSecond := flag.Float64("rate", 20, "requests per second and client")
	flag.Parse()

	target, err := url.Parse(*upstream)
	if err != nil {
		slog.Error("bad upstream", "error", err)
		os.Exit(2)
	}
	mux := http.NewServeMux()
	mux.Handle("/metrics", promhttp.Handler())
	mux.Handle("/", limit.PerClient(*perSecond, proxy.New(target)))
	server := &http.Server{Addr: *listen, Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	slog.Info("listening", "address", *listen)
	if err := server.ListenAndServe(); err != nil {
		slog.Error("stopped", "error", err)
		os.Exit(1)
	}
}
