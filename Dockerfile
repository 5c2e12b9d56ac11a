FROM node:24-alpine AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The optional packages are native proofs of regular expressions; without them the same is done in JavaScript.
RUN npm ci --ignore-scripts --omit=dev --omit=optional \
  && find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' \) -delete \
  && find node_modules/dejavu-fonts-ttf -name '*.ttf' ! -name DejaVuSans.ttf -delete \
  && find node_modules/tesseract.js-core -type f -name 'tesseract-core*' ! -name 'tesseract-core-simd-lstm.js' ! -name 'tesseract-core-simd-lstm.wasm' -delete \
  && find node_modules/@tesseract.js-data -name '*.gz' ! -path '*_best_int*' -delete

FROM node:24-alpine
ENV NODE_ENV=production DATA_DIR=/data OPS_PORT=0.0.0.0:9090
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY package.json package-lock.json manifest.yml ./
COPY src ./src
RUN install -d -o node -g node -m 700 /data node_modules/.cache/keymedic
# A number: Kubernetes cannot tell whether a name is root (runAsNonRoot). It is the user "node" of the base image.
USER 1000:1000
# What is compiled and read here needs not be at every start, and the compiler stays out of memory.
RUN node src/warm-up.mjs
VOLUME /data
EXPOSE 3000 9090
# Only the docker format has it; with Buildah: buildah build --format docker. Kubernetes asks /healthz and /readyz itself.
HEALTHCHECK --interval=30s --timeout=5s --retries=3 \
  CMD ["node", "-e", "process.env.OPS_PORT === 'off' ? process.exit(0) : fetch('http://127.0.0.1:' + process.env.OPS_PORT.split(':').at(-1) + '/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "--import", "./src/prepare.mjs", "src/main.ts"]
