# One image for every role; docker-compose.yml says which task each service runs.
FROM denoland/deno:2.9.6

WORKDIR /app
RUN chown deno:deno /app
USER deno

# Dependencies first: this layer is made anew only when they change.
COPY --chown=deno:deno deno.json deno.lock ./
COPY --chown=deno:deno fresh/deno.json fresh/
RUN deno install --frozen

COPY --chown=deno:deno . .
RUN deno task build && deno cache --frozen start.ts start/*.ts

# What is missing now is an error, not a download.
ENV DENO_NO_UPDATE_CHECK=1
EXPOSE 8000
CMD ["deno", "task", "container:web"]
