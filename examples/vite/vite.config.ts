import { kubewright } from "kubewright/vite";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [
    kubewright({
      from: ["builtin", "crds"],
      out: "src/k8s",
      include: ["core/v1", "example.com"],
      // The client is not committed: a build makes it.
      build: "generate",
    }),
  ],
  server: {
    // `kubectl proxy` signs in; the page only knows its own origin.
    proxy: {
      "/cluster": {
        target: "http://127.0.0.1:8001",
        rewrite: (path) => path.replace(/^\/cluster/, ""),
      },
    },
  },
});
