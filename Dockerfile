# syntax=docker/dockerfile:1
FROM node:26-alpine AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tsconfig.json ./
COPY src src
COPY commands commands
COPY scripts/build-programs.mjs scripts/short-lived-spreads.mjs scripts/
RUN node scripts/build-programs.mjs && rm dist/programs/sandbox-*

FROM node:26-alpine AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts && npm cache clean --force

FROM node:26-alpine
ENV NODE_ENV=production \
    LIFEGUARD_DATA_DIR=/data \
    LIFEGUARD_CONFIG=/etc/lifeguard/lifeguard.yml
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist/programs dist/programs
COPY package.json LICENSE ./
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--no-memory-reducer", "dist/programs/main.js"]
