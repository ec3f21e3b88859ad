/** What the options mean that create, clone and edit take alike. */
export const settingOptions = {
  "instance-types": "Instance types, 1 to 10, with commas between them; the first that is in stock is taken",
  vswitches: "vSwitches, 1 to 8, with commas between them; in several zones, if possible",
  "image-type": "Operating system, like AliyunLinux3 or ContainerOS",
  image: "OS image ID",
  "key-pair": "Key pair to log on with; a password is not taken here",
  "system-disk-category": "Kind of system disk, like cloud_essd or cloud_auto",
  "system-disk-size": "Size of the system disk in GiB, 20 to 2048",
  "system-disk-pl": "Performance level of the system disk; PL2 needs over 460 GiB, PL3 over 1260",
  "data-disk": "Data disks as category:GiB:level, like cloud_essd:200:PL1; they replace those there are",
  label: "Node labels: key=value, with commas; key- takes one away",
  taint: "Taints: key=value:Effect, with commas; key- takes it away. NoExecute evicts pods at once",
  tag: "ECS tags: key=value, with commas; key- takes one away",
  "charge-type": "How new instances are paid: as they are used, or by subscription",
  period: "Length of a subscription, in --period-unit",
  "period-unit": "Unit of that length",
  "auto-renew": "Whether a subscription renews itself",
  "scaling-mode": "What a scale-in does: release instances, or stop and keep them (recycle)",
  "multi-az": "How nodes are spread over zones",
  unschedulable: "Whether new nodes take no pods until somebody uncordons them",
  cms: "Whether new nodes have the CloudMonitor agent",
  "user-data": "Script that runs on a new node after it has joined",
  set: "Any other field by its path in ACK's document: path=value; may stand several times, or one a line",
  file: "Fields of ACK's document in YAML or JSON, pasted; the options go on top of it",
} as const;

/** Pages of their forms. */
export const steps = {
  basics: "what and where",
  nodes: "image, disks and billing",
  kubernetes: "labels, taints and how nodes join",
  more: "anything else",
} as const;

/** What the options mean that only a new pool takes. */
export const creationOptions = {
  size: "Nodes to begin with, 0 to 500",
  min: "Fewest nodes: with --max, the pool scales itself",
  max: "Most nodes",
  managed: "Whether ACK manages it; manage then says what it does",
  spot: "Whether it buys spot instances, and with a price limit or without",
  "spot-price": "The most to pay per hour for spot instances: type=price, with commas",
  runtime: "Container runtime",
  "security-groups": "Security groups, up to 5, with commas; fixed once the pool is made",
} as const;
